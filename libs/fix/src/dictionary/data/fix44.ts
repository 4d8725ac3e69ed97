// Made by dictionary-from-quickfix.mjs from FIX44.xml of QuickFIX (http://www.quickfixengine.org/), whose data
// dictionaries follow the FIX specification; see the form in that file.
export const FIX44 = `
fields
1 Account STRING
2 AdvId STRING
3 AdvRefID STRING
4 AdvSide CHAR B S X T
5 AdvTransType STRING N C R
6 AvgPx PRICE
7 BeginSeqNo SEQNUM
8 BeginString STRING
9 BodyLength LENGTH
10 CheckSum STRING
11 ClOrdID STRING
12 Commission AMT
13 CommType CHAR 1 2 3 4 5 6
14 CumQty QTY
15 Currency CURRENCY
16 EndSeqNo SEQNUM
17 ExecID STRING
18 ExecInst MULTIPLEVALUESTRING 1 2 3 4 5 6 7 8 9 0 A B C D E F G H I J K L M N O P Q R S U V W X Y Z a b c d e
19 ExecRefID STRING
21 HandlInst CHAR 1 2 3
22 SecurityIDSource STRING 1 2 3 4 5 6 7 8 9 A B C D E F G H I J
23 IOIID STRING
25 IOIQltyInd CHAR L M H
26 IOIRefID STRING
27 IOIQty STRING S M L
28 IOITransType CHAR N C R
29 LastCapacity CHAR 1 2 3 4
30 LastMkt EXCHANGE
31 LastPx PRICE
32 LastQty QTY
33 NoLinesOfText NUMINGROUP
34 MsgSeqNum SEQNUM
35 MsgType STRING 0 1 2 3 4 5 6 7 8 9 A B C D E F G H J K L M N P Q R S T V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z AA AB AC AD AE AF AG AH AI AJ AK AL AM AN AO AP AQ AR AS AT AU AV AW AX AY AZ BA BB BC BD BE BF BG BH
36 NewSeqNo SEQNUM
37 OrderID STRING
38 OrderQty QTY
39 OrdStatus CHAR 0 1 2 3 4 6 7 8 9 A B C D E
40 OrdType CHAR 1 2 3 4 6 7 8 9 D E G I J K L M P
41 OrigClOrdID STRING
42 OrigTime UTCTIMESTAMP
43 PossDupFlag BOOLEAN Y N
44 Price PRICE
45 RefSeqNum SEQNUM
48 SecurityID STRING
49 SenderCompID STRING
50 SenderSubID STRING
52 SendingTime UTCTIMESTAMP
53 Quantity QTY
54 Side CHAR 1 2 3 4 5 6 7 8 9 A B C D E F G
55 Symbol STRING
56 TargetCompID STRING
57 TargetSubID STRING
58 Text STRING
59 TimeInForce CHAR 0 1 2 3 4 5 6 7
60 TransactTime UTCTIMESTAMP
61 Urgency CHAR 0 1 2
62 ValidUntilTime UTCTIMESTAMP
63 SettlType CHAR 0 1 2 3 4 5 6 7 8 9
64 SettlDate LOCALMKTDATE
65 SymbolSfx STRING
66 ListID STRING
67 ListSeqNo INT
68 TotNoOrders INT
69 ListExecInst STRING
70 AllocID STRING
71 AllocTransType CHAR 0 1 2
72 RefAllocID STRING
73 NoOrders NUMINGROUP
74 AvgPxPrecision INT
75 TradeDate LOCALMKTDATE
77 PositionEffect CHAR O C R F
78 NoAllocs NUMINGROUP
79 AllocAccount STRING
80 AllocQty QTY
81 ProcessCode CHAR 0 1 2 3 4 5 6
82 NoRpts INT
83 RptSeq INT
84 CxlQty QTY
85 NoDlvyInst NUMINGROUP
87 AllocStatus INT 0 1 2 3 4 5
88 AllocRejCode INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13
89 Signature DATA
90 SecureDataLen LENGTH
91 SecureData DATA
93 SignatureLength LENGTH
94 EmailType CHAR 0 1 2
95 RawDataLength LENGTH
96 RawData DATA
97 PossResend BOOLEAN Y N
98 EncryptMethod INT 0 1 2 3 4 5 6
99 StopPx PRICE
100 ExDestination EXCHANGE
102 CxlRejReason INT 0 1 2 3 4 5 6 99
103 OrdRejReason INT 0 1 2 3 4 5 6 7 8 9 10 11 13 14 15 99
104 IOIQualifier CHAR A B C D I L M O P Q R S T V W X Y Z
106 Issuer STRING
107 SecurityDesc STRING
108 HeartBtInt INT
110 MinQty QTY
111 MaxFloor QTY
112 TestReqID STRING
113 ReportToExch BOOLEAN Y N
114 LocateReqd BOOLEAN Y N
115 OnBehalfOfCompID STRING
116 OnBehalfOfSubID STRING
117 QuoteID STRING
118 NetMoney AMT
119 SettlCurrAmt AMT
120 SettlCurrency CURRENCY
121 ForexReq BOOLEAN Y N
122 OrigSendingTime UTCTIMESTAMP
123 GapFillFlag BOOLEAN Y N
124 NoExecs NUMINGROUP
126 ExpireTime UTCTIMESTAMP
127 DKReason CHAR A B C D E F Z
128 DeliverToCompID STRING
129 DeliverToSubID STRING
130 IOINaturalFlag BOOLEAN Y N
131 QuoteReqID STRING
132 BidPx PRICE
133 OfferPx PRICE
134 BidSize QTY
135 OfferSize QTY
136 NoMiscFees NUMINGROUP
137 MiscFeeAmt AMT
138 MiscFeeCurr CURRENCY
139 MiscFeeType CHAR 1 2 3 4 5 6 7 8 9 10 11 12
140 PrevClosePx PRICE
141 ResetSeqNumFlag BOOLEAN Y N
142 SenderLocationID STRING
143 TargetLocationID STRING
144 OnBehalfOfLocationID STRING
145 DeliverToLocationID STRING
146 NoRelatedSym NUMINGROUP
147 Subject STRING
148 Headline STRING
149 URLLink STRING
150 ExecType CHAR 0 3 4 5 6 7 8 9 A B C D E F G H I
151 LeavesQty QTY
152 CashOrderQty QTY
153 AllocAvgPx PRICE
154 AllocNetMoney AMT
155 SettlCurrFxRate FLOAT
156 SettlCurrFxRateCalc CHAR M D
157 NumDaysInterest INT
158 AccruedInterestRate PERCENTAGE
159 AccruedInterestAmt AMT
160 SettlInstMode CHAR 1 4 5
161 AllocText STRING
162 SettlInstID STRING
163 SettlInstTransType CHAR N C R T
164 EmailThreadID STRING
165 SettlInstSource CHAR 1 2 3
167 SecurityType STRING FUT OPT EUSUPRA FAC FADN PEF SUPRA CORP CPP CB DUAL EUCORP XLINKD STRUCT YANK FOR CS PS BRADY EUSOV TBOND TINT TIPS TCAL TPRN UST USTB TNOTE TBILL REPO FORWARD BUYSELL SECLOAN SECPLEDGE TERM RVLV RVLVTRM BRIDGE LOFC SWING DINP DEFLTED WITHDRN REPLACD MATURED AMENDED RETIRED BA BN BOX CD CL CP DN EUCD EUCP LQN MTN ONITE PN PZFJ STN TD XCN YCD ABS CMBS CMO IET MBS MIO MPO MPP MPT PFAND TBA AN COFO COFP GO MT RAN REV SPCLA SPCLO SPCLT TAN TAXA TECP TRAN VRDN WAR MF MLEG NONE
168 EffectiveTime UTCTIMESTAMP
169 StandInstDbType INT 0 1 2 3 4
170 StandInstDbName STRING
171 StandInstDbID STRING
172 SettlDeliveryType INT 0 1 2 3
188 BidSpotRate PRICE
189 BidForwardPoints PRICEOFFSET
190 OfferSpotRate PRICE
191 OfferForwardPoints PRICEOFFSET
192 OrderQty2 QTY
193 SettlDate2 LOCALMKTDATE
194 LastSpotRate PRICE
195 LastForwardPoints PRICEOFFSET
196 AllocLinkID STRING
197 AllocLinkType INT 0 1
198 SecondaryOrderID STRING
199 NoIOIQualifiers NUMINGROUP
200 MaturityMonthYear MONTHYEAR
201 PutOrCall INT 0 1
202 StrikePrice PRICE
203 CoveredOrUncovered INT 0 1
206 OptAttribute CHAR
207 SecurityExchange EXCHANGE
208 NotifyBrokerOfCredit BOOLEAN Y N
209 AllocHandlInst INT 1 2 3
210 MaxShow QTY
211 PegOffsetValue FLOAT
212 XmlDataLen LENGTH
213 XmlData DATA
214 SettlInstRefID STRING
215 NoRoutingIDs NUMINGROUP
216 RoutingType INT 1 2 3 4
217 RoutingID STRING
218 Spread PRICEOFFSET
220 BenchmarkCurveCurrency CURRENCY
221 BenchmarkCurveName STRING
222 BenchmarkCurvePoint STRING
223 CouponRate PERCENTAGE
224 CouponPaymentDate LOCALMKTDATE
225 IssueDate LOCALMKTDATE
226 RepurchaseTerm INT
227 RepurchaseRate PERCENTAGE
228 Factor FLOAT
229 TradeOriginationDate LOCALMKTDATE
230 ExDate LOCALMKTDATE
231 ContractMultiplier FLOAT
232 NoStipulations NUMINGROUP
233 StipulationType STRING AMT AUTOREINV BANKQUAL BGNCON COUPON CURRENCY CUSTOMDATE GEOG HAIRCUT INSURED ISSUE ISSUER ISSUESIZE LOOKBACK LOT LOTVAR MAT MATURITY MAXSUBS MINQTY MININCR MINDNOM PAYFREQ PIECES PMAX PPM PPL PPT PRICE PRICEFREQ PROD PROTECT PURPOSE PXSOURCE RATING REDEMPTION RESTRICTED SECTOR SECTYPE STRUCT SUBSFREQ SUBSLEFT TEXT TRDVAR WAC WAL WALA WAM WHOLE YIELD
234 StipulationValue STRING
235 YieldType STRING AFTERTAX ANNUAL ATISSUE AVGMATURITY BOOK CALL CHANGE CLOSE COMPOUND CURRENT GROSS GOVTEQUIV INFLATION INVERSEFLOATER LASTCLOSE LASTMONTH LASTQUARTER LASTYEAR LONGAVGLIFE MARK MATURITY NEXTREFUND OPENAVG PUT PREVCLOSE PROCEEDS SEMIANNUAL SHORTAVGLIFE SIMPLE TAXEQUIV TENDER TRUE VALUE1/32 WORST
236 Yield PERCENTAGE
237 TotalTakedown AMT
238 Concession AMT
239 RepoCollateralSecurityType STRING
240 RedemptionDate LOCALMKTDATE
241 UnderlyingCouponPaymentDate LOCALMKTDATE
242 UnderlyingIssueDate LOCALMKTDATE
243 UnderlyingRepoCollateralSecurityType STRING
244 UnderlyingRepurchaseTerm INT
245 UnderlyingRepurchaseRate PERCENTAGE
246 UnderlyingFactor FLOAT
247 UnderlyingRedemptionDate LOCALMKTDATE
248 LegCouponPaymentDate LOCALMKTDATE
249 LegIssueDate LOCALMKTDATE
250 LegRepoCollateralSecurityType STRING
251 LegRepurchaseTerm INT
252 LegRepurchaseRate PERCENTAGE
253 LegFactor FLOAT
254 LegRedemptionDate LOCALMKTDATE
255 CreditRating STRING
256 UnderlyingCreditRating STRING
257 LegCreditRating STRING
258 TradedFlatSwitch BOOLEAN Y N
259 BasisFeatureDate LOCALMKTDATE
260 BasisFeaturePrice PRICE
262 MDReqID STRING
263 SubscriptionRequestType CHAR 0 1 2
264 MarketDepth INT
265 MDUpdateType INT 0 1
266 AggregatedBook BOOLEAN Y N
267 NoMDEntryTypes NUMINGROUP
268 NoMDEntries NUMINGROUP
269 MDEntryType CHAR 0 1 2 3 4 5 6 7 8 9 A B C
270 MDEntryPx PRICE
271 MDEntrySize QTY
272 MDEntryDate UTCDATEONLY
273 MDEntryTime UTCTIMEONLY
274 TickDirection CHAR 0 1 2 3
275 MDMkt EXCHANGE
276 QuoteCondition MULTIPLEVALUESTRING A B C D E F G H I
277 TradeCondition MULTIPLEVALUESTRING A B C D E F G H I J K L M N P Q R
278 MDEntryID STRING
279 MDUpdateAction CHAR 0 1 2
280 MDEntryRefID STRING
281 MDReqRejReason CHAR 0 1 2 3 4 5 6 7 8 9 A B C
282 MDEntryOriginator STRING
283 LocationID STRING
284 DeskID STRING
285 DeleteReason CHAR 0 1
286 OpenCloseSettlFlag MULTIPLEVALUESTRING 0 1 2 3 4 5
287 SellerDays INT
288 MDEntryBuyer STRING
289 MDEntrySeller STRING
290 MDEntryPositionNo INT
291 FinancialStatus MULTIPLEVALUESTRING 1 2
292 CorporateAction MULTIPLEVALUESTRING A B C D E
293 DefBidSize QTY
294 DefOfferSize QTY
295 NoQuoteEntries NUMINGROUP
296 NoQuoteSets NUMINGROUP
297 QuoteStatus INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
298 QuoteCancelType INT 1 2 3 4
299 QuoteEntryID STRING
300 QuoteRejectReason INT 1 2 3 4 5 6 7 8 9 99
301 QuoteResponseLevel INT 0 1 2
302 QuoteSetID STRING
303 QuoteRequestType INT 1 2
304 TotNoQuoteEntries INT
305 UnderlyingSecurityIDSource STRING
306 UnderlyingIssuer STRING
307 UnderlyingSecurityDesc STRING
308 UnderlyingSecurityExchange EXCHANGE
309 UnderlyingSecurityID STRING
310 UnderlyingSecurityType STRING
311 UnderlyingSymbol STRING
312 UnderlyingSymbolSfx STRING
313 UnderlyingMaturityMonthYear MONTHYEAR
315 UnderlyingPutOrCall INT
316 UnderlyingStrikePrice PRICE
317 UnderlyingOptAttribute CHAR
318 UnderlyingCurrency CURRENCY
320 SecurityReqID STRING
321 SecurityRequestType INT 0 1 2 3
322 SecurityResponseID STRING
323 SecurityResponseType INT 1 2 5 6
324 SecurityStatusReqID STRING
325 UnsolicitedIndicator BOOLEAN Y N
326 SecurityTradingStatus INT 1 2 3 4 5 6 7 8 9 10 12 13 14 15 16 17 18 19 20 21 22 23
327 HaltReasonChar CHAR I X P D E M
328 InViewOfCommon BOOLEAN Y N
329 DueToRelated BOOLEAN Y N
330 BuyVolume QTY
331 SellVolume QTY
332 HighPx PRICE
333 LowPx PRICE
334 Adjustment INT 1 2 3
335 TradSesReqID STRING
336 TradingSessionID STRING
337 ContraTrader STRING
338 TradSesMethod INT 1 2 3
339 TradSesMode INT 1 2 3
340 TradSesStatus INT 0 1 2 3 4 5 6
341 TradSesStartTime UTCTIMESTAMP
342 TradSesOpenTime UTCTIMESTAMP
343 TradSesPreCloseTime UTCTIMESTAMP
344 TradSesCloseTime UTCTIMESTAMP
345 TradSesEndTime UTCTIMESTAMP
346 NumberOfOrders INT
347 MessageEncoding STRING ISO-2022-JP EUC-JP Shift_JIS UTF-8
348 EncodedIssuerLen LENGTH
349 EncodedIssuer DATA
350 EncodedSecurityDescLen LENGTH
351 EncodedSecurityDesc DATA
352 EncodedListExecInstLen LENGTH
353 EncodedListExecInst DATA
354 EncodedTextLen LENGTH
355 EncodedText DATA
356 EncodedSubjectLen LENGTH
357 EncodedSubject DATA
358 EncodedHeadlineLen LENGTH
359 EncodedHeadline DATA
360 EncodedAllocTextLen LENGTH
361 EncodedAllocText DATA
362 EncodedUnderlyingIssuerLen LENGTH
363 EncodedUnderlyingIssuer DATA
364 EncodedUnderlyingSecurityDescLen LENGTH
365 EncodedUnderlyingSecurityDesc DATA
366 AllocPrice PRICE
367 QuoteSetValidUntilTime UTCTIMESTAMP
368 QuoteEntryRejectReason INT
369 LastMsgSeqNumProcessed SEQNUM
371 RefTagID INT
372 RefMsgType STRING
373 SessionRejectReason INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 99
374 BidRequestTransType CHAR N C
375 ContraBroker STRING
376 ComplianceID STRING
377 SolicitedFlag BOOLEAN Y N
378 ExecRestatementReason INT 0 1 2 3 4 5 6 7 8 9 10 99
379 BusinessRejectRefID STRING
380 BusinessRejectReason INT 0 1 2 3 4 5 6 7
381 GrossTradeAmt AMT
382 NoContraBrokers NUMINGROUP
383 MaxMessageSize LENGTH
384 NoMsgTypes NUMINGROUP
385 MsgDirection CHAR S R
386 NoTradingSessions NUMINGROUP
387 TotalVolumeTraded QTY
388 DiscretionInst CHAR 0 1 2 3 4 5 6
389 DiscretionOffsetValue FLOAT
390 BidID STRING
391 ClientBidID STRING
392 ListName STRING
393 TotNoRelatedSym INT
394 BidType INT 1 2 3
395 NumTickets INT
396 SideValue1 AMT
397 SideValue2 AMT
398 NoBidDescriptors NUMINGROUP
399 BidDescriptorType INT 1 2 3
400 BidDescriptor STRING
401 SideValueInd INT 1 2
402 LiquidityPctLow PERCENTAGE
403 LiquidityPctHigh PERCENTAGE
404 LiquidityValue AMT
405 EFPTrackingError PERCENTAGE
406 FairValue AMT
407 OutsideIndexPct PERCENTAGE
408 ValueOfFutures AMT
409 LiquidityIndType INT 1 2 3 4
410 WtAverageLiquidity PERCENTAGE
411 ExchangeForPhysical BOOLEAN Y N
412 OutMainCntryUIndex AMT
413 CrossPercent PERCENTAGE
414 ProgRptReqs INT 1 2 3
415 ProgPeriodInterval INT
416 IncTaxInd INT 1 2
417 NumBidders INT
418 BidTradeType CHAR R G A J
419 BasisPxType CHAR 2 3 4 5 6 7 8 9 A B C D Z
420 NoBidComponents NUMINGROUP
421 Country COUNTRY
422 TotNoStrikes INT
423 PriceType INT 1 2 3 4 5 6 7 8 9 10 11
424 DayOrderQty QTY
425 DayCumQty QTY
426 DayAvgPx PRICE
427 GTBookingInst INT 0 1 2
428 NoStrikes NUMINGROUP
429 ListStatusType INT 1 2 3 4 5 6
430 NetGrossInd INT 1 2
431 ListOrderStatus INT 1 2 3 4 5 6 7
432 ExpireDate LOCALMKTDATE
433 ListExecInstType CHAR 1 2 3 4 5
434 CxlRejResponseTo CHAR 1 2
435 UnderlyingCouponRate PERCENTAGE
436 UnderlyingContractMultiplier FLOAT
437 ContraTradeQty QTY
438 ContraTradeTime UTCTIMESTAMP
441 LiquidityNumSecurities INT
442 MultiLegReportingType CHAR 1 2 3
443 StrikeTime UTCTIMESTAMP
444 ListStatusText STRING
445 EncodedListStatusTextLen LENGTH
446 EncodedListStatusText DATA
447 PartyIDSource CHAR B C D E F G H 1 2 3 4 5 6 7 8 9 A I
448 PartyID STRING
451 NetChgPrevDay PRICEOFFSET
452 PartyRole INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38
453 NoPartyIDs NUMINGROUP
454 NoSecurityAltID NUMINGROUP
455 SecurityAltID STRING
456 SecurityAltIDSource STRING
457 NoUnderlyingSecurityAltID NUMINGROUP
458 UnderlyingSecurityAltID STRING
459 UnderlyingSecurityAltIDSource STRING
460 Product INT 1 2 3 4 5 6 7 8 9 10 11 12 13
461 CFICode STRING
462 UnderlyingProduct INT
463 UnderlyingCFICode STRING
464 TestMessageIndicator BOOLEAN Y N
466 BookingRefID STRING
467 IndividualAllocID STRING
468 RoundingDirection CHAR 0 1 2
469 RoundingModulus FLOAT
470 CountryOfIssue COUNTRY
471 StateOrProvinceOfIssue STRING
472 LocaleOfIssue STRING
473 NoRegistDtls NUMINGROUP
474 MailingDtls STRING
475 InvestorCountryOfResidence COUNTRY
476 PaymentRef STRING
477 DistribPaymentMethod INT 1 2 3 4 5 6 7 8 9 10 11 12
478 CashDistribCurr CURRENCY
479 CommCurrency CURRENCY
480 CancellationRights CHAR Y N M O
481 MoneyLaunderingStatus CHAR Y N 1 2 3
482 MailingInst STRING
483 TransBkdTime UTCTIMESTAMP
484 ExecPriceType CHAR B C D E O P Q S
485 ExecPriceAdjustment FLOAT
486 DateOfBirth LOCALMKTDATE
487 TradeReportTransType INT
488 CardHolderName STRING
489 CardNumber STRING
490 CardExpDate LOCALMKTDATE
491 CardIssNum STRING
492 PaymentMethod INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
493 RegistAcctType STRING
494 Designation STRING
495 TaxAdvantageType INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29
496 RegistRejReasonText STRING
497 FundRenewWaiv CHAR Y N
498 CashDistribAgentName STRING
499 CashDistribAgentCode STRING
500 CashDistribAgentAcctNumber STRING
501 CashDistribPayRef STRING
502 CashDistribAgentAcctName STRING
503 CardStartDate LOCALMKTDATE
504 PaymentDate LOCALMKTDATE
505 PaymentRemitterID STRING
506 RegistStatus CHAR A R H N
507 RegistRejReasonCode INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 99
508 RegistRefID STRING
509 RegistDtls STRING
510 NoDistribInsts NUMINGROUP
511 RegistEmail STRING
512 DistribPercentage PERCENTAGE
513 RegistID STRING
514 RegistTransType CHAR 0 1 2
515 ExecValuationPoint UTCTIMESTAMP
516 OrderPercent PERCENTAGE
517 OwnershipType CHAR J T 2
518 NoContAmts NUMINGROUP
519 ContAmtType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
520 ContAmtValue FLOAT
521 ContAmtCurr CURRENCY
522 OwnerType INT 1 2 3 4 5 6 7 8 9 10 11 12 13
523 PartySubID STRING
524 NestedPartyID STRING
525 NestedPartyIDSource CHAR
526 SecondaryClOrdID STRING
527 SecondaryExecID STRING
528 OrderCapacity CHAR A G I P R W
529 OrderRestrictions MULTIPLEVALUESTRING 1 2 3 4 5 6 7 8 9 A
530 MassCancelRequestType CHAR 1 2 3 4 5 6 7
531 MassCancelResponse CHAR 0 1 2 3 4 5 6 7
532 MassCancelRejectReason CHAR 0 1 2 3 4 5 6 99
533 TotalAffectedOrders INT
534 NoAffectedOrders NUMINGROUP
535 AffectedOrderID STRING
536 AffectedSecondaryOrderID STRING
537 QuoteType INT 0 1 2 3
538 NestedPartyRole INT
539 NoNestedPartyIDs NUMINGROUP
540 TotalAccruedInterestAmt AMT
541 MaturityDate LOCALMKTDATE
542 UnderlyingMaturityDate LOCALMKTDATE
543 InstrRegistry STRING
544 CashMargin CHAR 1 2 3
545 NestedPartySubID STRING
546 Scope MULTIPLEVALUESTRING 1 2 3
547 MDImplicitDelete BOOLEAN Y N
548 CrossID STRING
549 CrossType INT 1 2 3 4
550 CrossPrioritization INT 0 1 2
551 OrigCrossID STRING
552 NoSides NUMINGROUP 1 2
553 Username STRING
554 Password STRING
555 NoLegs NUMINGROUP
556 LegCurrency CURRENCY
557 TotNoSecurityTypes INT
558 NoSecurityTypes NUMINGROUP
559 SecurityListRequestType INT 0 1 2 3 4
560 SecurityRequestResult INT 0 1 2 3 4 5
561 RoundLot QTY
562 MinTradeVol QTY
563 MultiLegRptTypeReq INT 0 1 2
564 LegPositionEffect CHAR
565 LegCoveredOrUncovered INT
566 LegPrice PRICE
567 TradSesStatusRejReason INT 1 99
568 TradeRequestID STRING
569 TradeRequestType INT 0 1 2 3 4
570 PreviouslyReported BOOLEAN Y N
571 TradeReportID STRING
572 TradeReportRefID STRING
573 MatchStatus CHAR 0 1 2
574 MatchType STRING A1 A2 A3 A4 A5 AQ S1 S2 S3 S4 S5 M1 M2 MT M3 M4 M5 M6
575 OddLot BOOLEAN Y N
576 NoClearingInstructions NUMINGROUP
577 ClearingInstruction INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13
578 TradeInputSource STRING
579 TradeInputDevice STRING
580 NoDates NUMINGROUP
581 AccountType INT 1 2 3 4 6 7 8
582 CustOrderCapacity INT 1 2 3 4
583 ClOrdLinkID STRING
584 MassStatusReqID STRING
585 MassStatusReqType INT 1 2 3 4 5 6 7 8
586 OrigOrdModTime UTCTIMESTAMP
587 LegSettlType CHAR
588 LegSettlDate LOCALMKTDATE
589 DayBookingInst CHAR 0 1 2
590 BookingUnit CHAR 0 1 2
591 PreallocMethod CHAR 0 1
592 UnderlyingCountryOfIssue COUNTRY
593 UnderlyingStateOrProvinceOfIssue STRING
594 UnderlyingLocaleOfIssue STRING
595 UnderlyingInstrRegistry STRING
596 LegCountryOfIssue COUNTRY
597 LegStateOrProvinceOfIssue STRING
598 LegLocaleOfIssue STRING
599 LegInstrRegistry STRING
600 LegSymbol STRING
601 LegSymbolSfx STRING
602 LegSecurityID STRING
603 LegSecurityIDSource STRING
604 NoLegSecurityAltID NUMINGROUP
605 LegSecurityAltID STRING
606 LegSecurityAltIDSource STRING
607 LegProduct INT
608 LegCFICode STRING
609 LegSecurityType STRING
610 LegMaturityMonthYear MONTHYEAR
611 LegMaturityDate LOCALMKTDATE
612 LegStrikePrice PRICE
613 LegOptAttribute CHAR
614 LegContractMultiplier FLOAT
615 LegCouponRate PERCENTAGE
616 LegSecurityExchange EXCHANGE
617 LegIssuer STRING
618 EncodedLegIssuerLen LENGTH
619 EncodedLegIssuer DATA
620 LegSecurityDesc STRING
621 EncodedLegSecurityDescLen LENGTH
622 EncodedLegSecurityDesc DATA
623 LegRatioQty FLOAT
624 LegSide CHAR
625 TradingSessionSubID STRING
626 AllocType INT 1 2 5 7 8
627 NoHops NUMINGROUP
628 HopCompID STRING
629 HopSendingTime UTCTIMESTAMP
630 HopRefID SEQNUM
631 MidPx PRICE
632 BidYield PERCENTAGE
633 MidYield PERCENTAGE
634 OfferYield PERCENTAGE
635 ClearingFeeIndicator STRING B C E F H I L M 1 2 3 4 5 9
636 WorkingIndicator BOOLEAN Y N
637 LegLastPx PRICE
638 PriorityIndicator INT 0 1
639 PriceImprovement PRICEOFFSET
640 Price2 PRICE
641 LastForwardPoints2 PRICEOFFSET
642 BidForwardPoints2 PRICEOFFSET
643 OfferForwardPoints2 PRICEOFFSET
644 RFQReqID STRING
645 MktBidPx PRICE
646 MktOfferPx PRICE
647 MinBidSize QTY
648 MinOfferSize QTY
649 QuoteStatusReqID STRING
650 LegalConfirm BOOLEAN Y N
651 UnderlyingLastPx PRICE
652 UnderlyingLastQty QTY
654 LegRefID STRING
655 ContraLegRefID STRING
656 SettlCurrBidFxRate FLOAT
657 SettlCurrOfferFxRate FLOAT
658 QuoteRequestRejectReason INT 1 2 3 4 5 6 7 8 9 10 99
659 SideComplianceID STRING
660 AcctIDSource INT 1 2 3 4 5 99
661 AllocAcctIDSource INT
662 BenchmarkPrice PRICE
663 BenchmarkPriceType INT
664 ConfirmID STRING
665 ConfirmStatus INT 1 2 3 4 5
666 ConfirmTransType INT 0 1 2
667 ContractSettlMonth MONTHYEAR
668 DeliveryForm INT 1 2
669 LastParPx PRICE
670 NoLegAllocs NUMINGROUP
671 LegAllocAccount STRING
672 LegIndividualAllocID STRING
673 LegAllocQty QTY
674 LegAllocAcctIDSource STRING
675 LegSettlCurrency CURRENCY
676 LegBenchmarkCurveCurrency CURRENCY
677 LegBenchmarkCurveName STRING
678 LegBenchmarkCurvePoint STRING
679 LegBenchmarkPrice PRICE
680 LegBenchmarkPriceType INT
681 LegBidPx PRICE
682 LegIOIQty STRING
683 NoLegStipulations NUMINGROUP
684 LegOfferPx PRICE
686 LegPriceType INT
687 LegQty QTY
688 LegStipulationType STRING
689 LegStipulationValue STRING
690 LegSwapType INT 1 2 4 5
691 Pool STRING
692 QuotePriceType INT 1 2 3 4 5 6 7 8 9 10
693 QuoteRespID STRING
694 QuoteRespType INT 1 2 3 4 5 6
695 QuoteQualifier CHAR
696 YieldRedemptionDate LOCALMKTDATE
697 YieldRedemptionPrice PRICE
698 YieldRedemptionPriceType INT
699 BenchmarkSecurityID STRING
700 ReversalIndicator BOOLEAN
701 YieldCalcDate LOCALMKTDATE
702 NoPositions NUMINGROUP
703 PosType STRING TQ IAS IES FIN SOD EX AS TX TA PIT TRF ETR ALC PA ASF DLV TOT XM SPL
704 LongQty QTY
705 ShortQty QTY
706 PosQtyStatus INT 0 1 2
707 PosAmtType STRING FMTM IMTM TVAR SMTM PREM CRES CASH VADJ
708 PosAmt AMT
709 PosTransType INT 1 2 3 4 5
710 PosReqID STRING
711 NoUnderlyings NUMINGROUP
712 PosMaintAction INT 1 2 3
713 OrigPosReqRefID STRING
714 PosMaintRptRefID STRING
715 ClearingBusinessDate LOCALMKTDATE
716 SettlSessID STRING ITD RTH ETH
717 SettlSessSubID STRING
718 AdjustmentType INT 0 1 2 3
719 ContraryInstructionIndicator BOOLEAN
720 PriorSpreadIndicator BOOLEAN
721 PosMaintRptID STRING
722 PosMaintStatus INT 0 1 2 3 4
723 PosMaintResult INT 0 1 99
724 PosReqType INT 0 1 2 3
725 ResponseTransportType INT 0 1
726 ResponseDestination STRING
727 TotalNumPosReports INT
728 PosReqResult INT 0 1 2 3 4 99
729 PosReqStatus INT 0 1 2
730 SettlPrice PRICE
731 SettlPriceType INT 1 2
732 UnderlyingSettlPrice PRICE
733 UnderlyingSettlPriceType INT
734 PriorSettlPrice PRICE
735 NoQuoteQualifiers NUMINGROUP
736 AllocSettlCurrency CURRENCY
737 AllocSettlCurrAmt AMT
738 InterestAtMaturity AMT
739 LegDatedDate LOCALMKTDATE
740 LegPool STRING
741 AllocInterestAtMaturity AMT
742 AllocAccruedInterestAmt AMT
743 DeliveryDate LOCALMKTDATE
744 AssignmentMethod CHAR R P
745 AssignmentUnit QTY
746 OpenInterest AMT
747 ExerciseMethod CHAR A M
748 TotNumTradeReports INT
749 TradeRequestResult INT 0 1 2 3 4 5 8 9 99
750 TradeRequestStatus INT 0 1 2
751 TradeReportRejectReason INT 0 1 2 3 4 99
752 SideMultiLegReportingType INT 1 2 3
753 NoPosAmt NUMINGROUP
754 AutoAcceptIndicator BOOLEAN
755 AllocReportID STRING
756 NoNested2PartyIDs NUMINGROUP
757 Nested2PartyID STRING
758 Nested2PartyIDSource CHAR
759 Nested2PartyRole INT
760 Nested2PartySubID STRING
761 BenchmarkSecurityIDSource STRING
762 SecuritySubType STRING
763 UnderlyingSecuritySubType STRING
764 LegSecuritySubType STRING
765 AllowableOneSidednessPct PERCENTAGE
766 AllowableOneSidednessValue AMT
767 AllowableOneSidednessCurr CURRENCY
768 NoTrdRegTimestamps NUMINGROUP
769 TrdRegTimestamp UTCTIMESTAMP
770 TrdRegTimestampType INT 1 2 3 4 5
771 TrdRegTimestampOrigin STRING
772 ConfirmRefID STRING
773 ConfirmType INT 1 2 3
774 ConfirmRejReason INT 1 2 99
775 BookingType INT 0 1 2
776 IndividualAllocRejCode INT
777 SettlInstMsgID STRING
778 NoSettlInst NUMINGROUP
779 LastUpdateTime UTCTIMESTAMP
780 AllocSettlInstType INT 0 1 2 3 4
781 NoSettlPartyIDs NUMINGROUP
782 SettlPartyID STRING
783 SettlPartyIDSource CHAR
784 SettlPartyRole INT
785 SettlPartySubID STRING
786 SettlPartySubIDType INT
787 DlvyInstType CHAR S C
788 TerminationType INT 1 2 3 4
789 NextExpectedMsgSeqNum SEQNUM
790 OrdStatusReqID STRING
791 SettlInstReqID STRING
792 SettlInstReqRejCode INT 0 1 2 99
793 SecondaryAllocID STRING
794 AllocReportType INT 3 4 5 8
795 AllocReportRefID STRING
796 AllocCancReplaceReason INT 1 2 99
797 CopyMsgIndicator BOOLEAN
798 AllocAccountType INT 1 2 3 4 6 7 8
799 OrderAvgPx PRICE
800 OrderBookingQty QTY
801 NoSettlPartySubIDs NUMINGROUP
802 NoPartySubIDs NUMINGROUP
803 PartySubIDType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26
804 NoNestedPartySubIDs NUMINGROUP
805 NestedPartySubIDType INT
806 NoNested2PartySubIDs NUMINGROUP
807 Nested2PartySubIDType INT
808 AllocIntermedReqType INT 1 2 3 4 5 6
810 UnderlyingPx PRICE
811 PriceDelta FLOAT
812 ApplQueueMax INT
813 ApplQueueDepth INT
814 ApplQueueResolution INT 0 1 2 3
815 ApplQueueAction INT 0 1 2 3
816 NoAltMDSource NUMINGROUP
817 AltMDSourceID STRING
818 SecondaryTradeReportID STRING
819 AvgPxIndicator INT 0 1 2
820 TradeLinkID STRING
821 OrderInputDevice STRING
822 UnderlyingTradingSessionID STRING
823 UnderlyingTradingSessionSubID STRING
824 TradeLegRefID STRING
825 ExchangeRule STRING
826 TradeAllocIndicator INT 0 1 2
827 ExpirationCycle INT 0 1
828 TrdType INT 0 1 2 3 4 5 6 7 8 9 10
829 TrdSubType INT
830 TransferReason STRING
832 TotNumAssignmentReports INT
833 AsgnRptID STRING
834 ThresholdAmount PRICEOFFSET
835 PegMoveType INT 0 1
836 PegOffsetType INT 0 1 2 3
837 PegLimitType INT 0 1 2
838 PegRoundDirection INT 1 2
839 PeggedPrice PRICE
840 PegScope INT 1 2 3 4
841 DiscretionMoveType INT 0 1
842 DiscretionOffsetType INT 0 1 2 3
843 DiscretionLimitType INT 0 1 2
844 DiscretionRoundDirection INT 1 2
845 DiscretionPrice PRICE
846 DiscretionScope INT 1 2 3 4
847 TargetStrategy INT 1 2 3
848 TargetStrategyParameters STRING
849 ParticipationRate PERCENTAGE
850 TargetStrategyPerformance FLOAT
851 LastLiquidityInd INT 1 2 3
852 PublishTrdIndicator BOOLEAN Y N
853 ShortSaleReason INT 0 1 2 3 4 5
854 QtyType INT 0 1
855 SecondaryTrdType INT
856 TradeReportType INT 0 1 2 3 4 5 6 7
857 AllocNoOrdersType INT 0 1
858 SharedCommission AMT
859 ConfirmReqID STRING
860 AvgParPx PRICE
861 ReportedPx PRICE
862 NoCapacities NUMINGROUP
863 OrderCapacityQty QTY
864 NoEvents NUMINGROUP
865 EventType INT 1 2 3 4 99
866 EventDate LOCALMKTDATE
867 EventPx PRICE
868 EventText STRING
869 PctAtRisk PERCENTAGE
870 NoInstrAttrib NUMINGROUP
871 InstrAttribType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 99
872 InstrAttribValue STRING
873 DatedDate LOCALMKTDATE
874 InterestAccrualDate LOCALMKTDATE
875 CPProgram INT 1 2 99
876 CPRegType STRING
877 UnderlyingCPProgram STRING
878 UnderlyingCPRegType STRING
879 UnderlyingQty QTY
880 TrdMatchID STRING
881 SecondaryTradeReportRefID STRING
882 UnderlyingDirtyPrice PRICE
883 UnderlyingEndPrice PRICE
884 UnderlyingStartValue AMT
885 UnderlyingCurrentValue AMT
886 UnderlyingEndValue AMT
887 NoUnderlyingStips NUMINGROUP
888 UnderlyingStipType STRING
889 UnderlyingStipValue STRING
890 MaturityNetMoney AMT
891 MiscFeeBasis INT 0 1 2
892 TotNoAllocs INT
893 LastFragment BOOLEAN Y N
894 CollReqID STRING
895 CollAsgnReason INT 0 1 2 3 4 5 6 7
896 CollInquiryQualifier INT 0 1 2 3 4 5 6 7
897 NoTrades NUMINGROUP
898 MarginRatio PERCENTAGE
899 MarginExcess AMT
900 TotalNetValue AMT
901 CashOutstanding AMT
902 CollAsgnID STRING
903 CollAsgnTransType INT 0 1 2 3 4
904 CollRespID STRING
905 CollAsgnRespType INT 0 1 2 3
906 CollAsgnRejectReason INT 0 1 2 3 4 5 99
907 CollAsgnRefID STRING
908 CollRptID STRING
909 CollInquiryID STRING
910 CollStatus INT 0 1 2 3 4
911 TotNumReports INT
912 LastRptRequested BOOLEAN
913 AgreementDesc STRING
914 AgreementID STRING
915 AgreementDate LOCALMKTDATE
916 StartDate LOCALMKTDATE
917 EndDate LOCALMKTDATE
918 AgreementCurrency CURRENCY
919 DeliveryType INT 0 1 2 3
920 EndAccruedInterestAmt AMT
921 StartCash AMT
922 EndCash AMT
923 UserRequestID STRING
924 UserRequestType INT 1 2 3 4
925 NewPassword STRING
926 UserStatus INT 1 2 3 4 5 6
927 UserStatusText STRING
928 StatusValue INT 1 2 3 4
929 StatusText STRING
930 RefCompID STRING
931 RefSubID STRING
932 NetworkResponseID STRING
933 NetworkRequestID STRING
934 LastNetworkResponseID STRING
935 NetworkRequestType INT 1 2 4 8
936 NoCompIDs NUMINGROUP
937 NetworkStatusResponseType INT 1 2
938 NoCollInquiryQualifier NUMINGROUP
939 TrdRptStatus INT 0 1
940 AffirmStatus INT 1 2 3
941 UnderlyingStrikeCurrency CURRENCY
942 LegStrikeCurrency CURRENCY
943 TimeBracket STRING
944 CollAction INT 0 1 2
945 CollInquiryStatus INT 0 1 2 3 4
946 CollInquiryResult INT 0 1 2 3 4 5 6 7 8 9 99
947 StrikeCurrency CURRENCY
948 NoNested3PartyIDs NUMINGROUP
949 Nested3PartyID STRING
950 Nested3PartyIDSource CHAR
951 Nested3PartyRole INT
952 NoNested3PartySubIDs NUMINGROUP
953 Nested3PartySubID STRING
954 Nested3PartySubIDType INT
955 LegContractSettlMonth MONTHYEAR
956 LegInterestAccrualDate LOCALMKTDATE
components
CommissionData 12 13 479 497
DiscretionInstructions 388 389 841 842 843 844 846
FinancingDetails 913 914 915 918 788 916 917 919 898
Instrument 55 65 48 22 @SecAltIDGrp 460 461 167 762 200 541 201 224 225 239 226 227 228 255 543 470 471 472 240 202 947 206 231 223 207 106 348 349 107 350 351 691 667 875 876 @EvntGrp 873 874
InstrumentExtension 668 869 @AttrbGrp
InstrumentLeg 600 601 602 603 @LegSecAltIDGrp 607 608 609 764 610 611 248 249 250 251 252 253 257 599 596 597 598 254 612 942 613 614 615 616 617 618 619 620 621 622 623 624 556 740 739 955 956
LegBenchmarkCurveData 676 677 678 679 680
LegStipulations 683[688 689]
NestedParties 539[524 525 538 @NstdPtysSubGrp]
OrderQtyData 38 152 516 468 469
Parties 453[448 447 452 @PtysSubGrp]
PegInstructions 211 835 836 837 838 840
PositionAmountData 753[707 708]
PositionQty 702[703 704 705 706 @NestedParties]
SettlInstructionsData 172 169 170 171 @DlvyInstGrp
SettlParties 781[782 783 784 @SettlPtysSubGrp]
SpreadOrBenchmarkCurveData 218 220 221 222 662 663 699 761
Stipulations 232[233 234]
TrdRegTimestamps 768[769 770 771]
UnderlyingInstrument 311 312 309 305 @UndSecAltIDGrp 462 463 310 763 313 542 315 241 242 243 244 245 246 256 595 592 593 594 247 316 941 317 436 435 308 306 362 363 307 364 365 877 878 318 879 810 882 883 884 885 886 @UnderlyingStipulations
YieldData 235 236 701 696 697 698
UnderlyingStipulations 887[888 889]
NestedParties2 756[757 758 759 @NstdPtys2SubGrp]
NestedParties3 948[949 950 951 @NstdPtys3SubGrp]
AffectedOrdGrp 534[41 535 536]
AllocAckGrp 78[79 661 366 467 776 161 360 361]
AllocGrp 78[79 661 573 366 80 467 81 @NestedParties 208 209 161 360 361 @CommissionData 153 154 119 737 120 736 155 156 742 741 @MiscFeesGrp @ClrInstGrp 780 @SettlInstructionsData]
BidCompReqGrp 420[66 54 336 625 430 63 64 1 660]
BidCompRspGrp 420[@CommissionData! 66 421 54 44 423 406 430 63 64 336 625 58 354 355]!
BidDescReqGrp 398[399 400 401 404 441 402 403 405 406 407 408]
ClrInstGrp 576[577]
CollInqQualGrp 938[896]
CompIDReqGrp 936[930 931 283 284]
CompIDStatGrp 936[930 931 283 284 928 929]!
ContAmtGrp 518[519 520 521]
ContraGrp 382[375 337 437 438 655]
CpctyConfGrp 862[528! 529 863!]!
ExecAllocGrp 124[32 17 527 31 669 29]
ExecCollGrp 124[17]
ExecsGrp 124[17]
InstrmtGrp 146[@Instrument]
InstrmtLegExecGrp 555[@InstrumentLeg 687 690 @LegStipulations 564 565 @NestedParties 654 566 587 588 637]
InstrmtLegGrp 555[@InstrumentLeg]
InstrmtLegIOIGrp 555[@InstrumentLeg 682 @LegStipulations]
InstrmtLegSecListGrp 555[@InstrumentLeg 690 587 @LegStipulations @LegBenchmarkCurveData]
InstrmtMDReqGrp 146[@Instrument! @UndInstrmtGrp @InstrmtLegGrp]!
InstrmtStrkPxGrp 428[@Instrument!]!
IOIQualGrp 199[104]
LegOrdGrp 555[@InstrumentLeg 687 690 @LegStipulations @LegPreAllocGrp 564 565 @NestedParties 654 566 587 588]!
LegPreAllocGrp 670[671 672 @NestedParties2 673 674 675]
LegQuotGrp 555[@InstrumentLeg 687 690 587 588 @LegStipulations @NestedParties 686 681 684 @LegBenchmarkCurveData]
LegQuotStatGrp 555[@InstrumentLeg 687 690 587 588 @LegStipulations @NestedParties]
LinesOfTextGrp 33[58! 354 355]!
ListOrdGrp 73[11! 526 67! 583 160 @Parties 229 75 1 660 581 589 590 70 591 @PreAllocGrp 63 64 544 635 21 18 110 111 100 @TrdgSesGrp 81 @Instrument! @UndInstrmtGrp 140 54! 401 114 60 @Stipulations 854 @OrderQtyData! 40 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 582 121 120 775 58 354 355 193 192 640 77 203 210 @PegInstructions @DiscretionInstructions 847 848 849 494]!
MDFullGrp 268[269! 270 15 271 272 273 274 275 336 625 276 277 282 283 284 286 59 432 126 110 18 287 37 299 288 289 346 290 546 811 58 354 355]!
MDIncGrp 268[279! 285 269 278 280 @Instrument @UndInstrmtGrp @InstrmtLegGrp 291 292 270 15 271 272 273 274 275 336 625 276 277 282 283 284 286 59 432 126 110 18 287 37 299 288 289 346 290 546 811 451 58 354 355]!
MDReqGrp 267[269!]!
MDRjctGrp 816[817]
MiscFeesGrp 136[137 138 139 891]
OrdAllocGrp 73[11 37 198 526 66 @NestedParties2 38 799 800]
OrdListStatGrp 73[11! 526 14! 39! 636 151! 84! 6! 103 58 354 355]!
PosUndInstrmtGrp 711[@UnderlyingInstrument 732! 733!]
PreAllocGrp 78[79 661 736 467 @NestedParties 80]
PreAllocMlegGrp 78[79 661 736 467 @NestedParties3 80]
QuotCxlEntriesGrp 295[@Instrument @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp]
QuotEntryAckGrp 295[299 @Instrument @InstrmtLegGrp 132 133 134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192 642 643 15 368]
QuotEntryGrp 295[299! @Instrument @InstrmtLegGrp 132 133 134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192 642 643 15]!
QuotQualGrp 735[695]
QuotReqGrp 146[@Instrument! @FinancingDetails @UndInstrmtGrp 140 303 537 336 625 229 54 854 @OrderQtyData 63 64 193 192 15 @Stipulations 1 660 581 @QuotReqLegsGrp @QuotQualGrp 692 40 62 126 60 @SpreadOrBenchmarkCurveData 423 44 640 @YieldData @Parties]!
QuotReqLegsGrp 555[@InstrumentLeg 687 690 587 588 @LegStipulations @NestedParties @LegBenchmarkCurveData]
QuotReqRjctGrp 146[@Instrument! @FinancingDetails @UndInstrmtGrp 140 303 537 336 625 229 54 854 @OrderQtyData 63 64 193 192 15 @Stipulations 1 660 581 @QuotReqLegsGrp @QuotQualGrp 692 40 126 60 @SpreadOrBenchmarkCurveData 423 44 640 @YieldData @Parties]!
QuotSetAckGrp 296[302 @UnderlyingInstrument 304 893 @QuotEntryAckGrp]
QuotSetGrp 296[302! @UnderlyingInstrument 367 304! 893 @QuotEntryGrp!]!
RelSymDerivSecGrp 146[@Instrument 15 827 @InstrumentExtension @InstrmtLegGrp 336 625 58 354 355]
RFQReqGrp 146[@Instrument! @UndInstrmtGrp @InstrmtLegGrp 140 303 537 336 625]!
RgstDistInstGrp 510[477 512 478 498 499 500 501 502]
RgstDtlsGrp 473[509 511 474 482 @NestedParties 522 486 475]
RoutingGrp 215[216 217]
SecListGrp 146[@Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp 15 @Stipulations @InstrmtLegSecListGrp @SpreadOrBenchmarkCurveData @YieldData 561 562 336 625 827 58 354 355]
SecTypesGrp 558[167 762 460 461]
SettlInstGrp 778[162 163 214 @Parties 54 460 167 461 168 126 779 @SettlInstructionsData 492 476 488 489 503 490 491 504 505]
SideCrossOrdCxlGrp 552[54! 41! 11! 526 583 586 @Parties 229 75 @OrderQtyData! 376 58 354 355]!
SideCrossOrdModGrp 552[54! 11! 526 583 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocGrp 854 @OrderQtyData! @CommissionData 528 529 582 121 120 775 58 354 355 77 203 544 635 377 659]!
TrdAllocGrp 78[79 661 736 467 @NestedParties2 80]
TrdCapRptSideGrp 552[54! 37! 198 11 526 66 @Parties 1 660 581 81 575 @ClrInstGrp 578 579 821 15 376 377 528 529 582 40 18 483 336 625 943 @CommissionData 381 157 230 158 159 738 920 921 922 238 237 118 119 120 155 156 77 58 354 355 752 @ContAmtGrp @Stipulations @MiscFeesGrp 825 826 591 70 @TrdAllocGrp]!
TrdCollGrp 897[571 818]
TrdInstrmtLegGrp 555[@InstrumentLeg 687 690 @LegStipulations 564 565 @NestedParties 654 566 587 588 637]
TrdgSesGrp 386[336 625]
UndInstrmtCollGrp 711[@UnderlyingInstrument 944]
UndInstrmtGrp 711[@UnderlyingInstrument]
UndInstrmtStrkPxGrp 711[@UnderlyingInstrument 140 11 526 54 44! 15 58 354 355]
TrdCapDtGrp 580[75 60]
EvntGrp 864[865 866 867 868]
SecAltIDGrp 454[455 456]
LegSecAltIDGrp 604[605 606]
UndSecAltIDGrp 457[458 459]
AttrbGrp 870[871 872]
DlvyInstGrp 85[165 787 @SettlParties]
SettlPtysSubGrp 801[785 786]
PtysSubGrp 802[523 803]
NstdPtysSubGrp 804[545 805]
NstdPtys2SubGrp 806[760 807]
NstdPtys3SubGrp 952[953 954]
header
8! 9! 35! 49! 56! 115 128 90 91 34! 50 142 57 143 116 144 129 145 43 97 52! 122 212 213 347 369 627[628 629 630]
trailer
93 89 10!
messages
0 admin Heartbeat 112
1 admin TestRequest 112!
2 admin ResendRequest 7! 16!
3 admin Reject 45! 371 372 373 58 354 355
4 admin SequenceReset 123 36!
5 admin Logout 58 354 355
6 app IOI 23! 28! 26 @Instrument! @FinancingDetails @UndInstrmtGrp 54! 854 @OrderQtyData 27! 15 @Stipulations @InstrmtLegIOIGrp 423 44 62 25 130 @IOIQualGrp 58 354 355 60 149 @RoutingGrp @SpreadOrBenchmarkCurveData @YieldData
7 app Advertisement 2! 5! 3 @Instrument! @InstrmtLegGrp @UndInstrmtGrp 4! 53! 854 44 15 75 60 58 354 355 149 30 336 625
8 app ExecutionReport 37! 198 526 527 11 41 583 693 790 584 911 912 @Parties 229 @ContraGrp 66 548 551 549 17! 19 150! 39! 636 103 378 1 660 581 589 590 591 63 64 544 635 @Instrument! @FinancingDetails @UndInstrmtGrp 54! @Stipulations 854 @OrderQtyData 40 423 44 99 @PegInstructions @DiscretionInstructions 839 845 847 848 849 850 15 376 377 59 168 432 126 18 528 529 582 32 652 31 651 669 194 195 30 336 625 943 29 151! 14! 6! 424 425 426 427 75 60 113 @CommissionData @SpreadOrBenchmarkCurveData @YieldData 381 157 230 158 159 738 920 921 922 258 259 260 238 237 118 119 120 155 156 21 110 111 77 210 775 58 354 355 193 192 641 442 480 481 513 494 483 515 484 485 638 639 851 @ContAmtGrp @InstrmtLegExecGrp 797 @MiscFeesGrp
9 app OrderCancelReject 37! 198 526 11! 583 41! 39! 636 586 66 1 660 581 229 75 60 434! 102 58 354 355
A admin Logon 98! 108! 95 96 141 789 383 384[372 385] 464 553 554
B app News 42 61 148! 358 359 @RoutingGrp @InstrmtGrp @InstrmtLegGrp @UndInstrmtGrp @LinesOfTextGrp! 149 95 96
C app Email 164! 94! 42 147! 356 357 @RoutingGrp @InstrmtGrp @UndInstrmtGrp @InstrmtLegGrp 37 11 @LinesOfTextGrp! 95 96
D app NewOrderSingle 11! 526 583 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocGrp 63 64 544 635 21 18 110 111 100 @TrdgSesGrp 81 @Instrument! @FinancingDetails @UndInstrmtGrp 140 54! 114 60! @Stipulations 854 @OrderQtyData! 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 582 121 120 775 58 354 355 193 192 640 77 203 210 @PegInstructions @DiscretionInstructions 847 848 849 480 481 513 494
E app NewOrderList 66! 390 391 414 394! 415 480 481 513 433 69 352 353 765 766 767 68! 893 @ListOrdGrp!
F app OrderCancelRequest 41! 37 11! 526 583 66 586 1 660 581 @Parties @Instrument! @FinancingDetails @UndInstrmtGrp 54! 60! @OrderQtyData! 376 58 354 355
G app OrderCancelReplaceRequest 37 @Parties 229 75 41! 11! 526 583 66 586 1 660 581 589 590 591 70 @PreAllocGrp 63 64 544 635 21 18 110 111 100 @TrdgSesGrp @Instrument! @FinancingDetails @UndInstrmtGrp 54! 60! 854 @OrderQtyData! 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData @PegInstructions @DiscretionInstructions 847 848 849 376 377 15 59 168 432 126 427 @CommissionData 528 529 582 121 120 775 58 354 355 193 192 640 77 203 210 114 480 481 513 494
H app OrderStatusRequest 37 11! 526 583 @Parties 790 1 660 @Instrument! @FinancingDetails @UndInstrmtGrp 54!
J app AllocationInstruction 70! 71! 626! 793 72 796 808 196 197 466 857! @OrdAllocGrp @ExecAllocGrp 570 700 574 54! @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 30 229 336 625 423 6! 860 @SpreadOrBenchmarkCurveData 15 74 @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650 @Stipulations @YieldData 892 893 @AllocGrp
K app ListCancelRequest 66! 60! 229 75 58 354 355
L app ListExecute 66! 391 390 60! 58 354 355
M app ListStatusRequest 66! 58 354 355
N app ListStatus 66! 429! 82! 431! 83! 444 445 446 60 68! 893 @OrdListStatGrp!
P app AllocationInstructionAck 70! @Parties 793 75 60! 87! 88 626 808 573 460 167 58 354 355 @AllocAckGrp
Q app DontKnowTrade 37! 198 17! 127! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 54! @OrderQtyData! 32 31 58 354 355
R app QuoteRequest 131! 644 11 528 @QuotReqGrp! 58 354 355
S app Quote 131 117! 693 537 @QuotQualGrp 301 @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 63 64 193 192 15 @Stipulations 1 660 581 @LegQuotGrp 132 133 645 646 647 134 648 135 62 188 190 189 191 631 632 633 634 60 40 642 643 656 657 156 13 12 582 100 528 423 @SpreadOrBenchmarkCurveData @YieldData 58 354 355
T app SettlementInstructions 777! 791 160! 792 58 354 355 11 60! @SettlInstGrp
V app MarketDataRequest 262! 263! 264! 265 266 286 546 547 @MDReqGrp! @InstrmtMDReqGrp! @TrdgSesGrp 815 812
W app MarketDataSnapshotFullRefresh 262 @Instrument! @UndInstrmtGrp @InstrmtLegGrp 291 292 451 @MDFullGrp! 813 814
X app MarketDataIncrementalRefresh 262 @MDIncGrp! 813 814
Y app MarketDataRequestReject 262! 281 @MDRjctGrp 58 354 355
Z app QuoteCancel 131 117! 298! 301 @Parties 1 660 581 336 625 @QuotCxlEntriesGrp
a app QuoteStatusRequest 649 117 @Instrument! @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @Parties 1 660 581 336 625 263
b app MassQuoteAcknowledgement 131 117 297! 300 301 537 @Parties 1 660 581 58 354 355 @QuotSetAckGrp
c app SecurityDefinitionRequest 320! 321! @Instrument @InstrumentExtension @UndInstrmtGrp 15 58 354 355 336 625 @InstrmtLegGrp 827 263
d app SecurityDefinition 320! 322! 323! @Instrument @InstrumentExtension @UndInstrmtGrp 15 336 625 58 354 355 @InstrmtLegGrp 827 561 562
e app SecurityStatusRequest 324! @Instrument! @InstrumentExtension @UndInstrmtGrp @InstrmtLegGrp 15 263! 336 625
f app SecurityStatus 324 @Instrument! @InstrumentExtension @UndInstrmtGrp @InstrmtLegGrp 15 336 625 325 326 291 292 327 328 329 330 331 332 333 31 60 334 58 354 355
g app TradingSessionStatusRequest 335! 336 625 338 339 263!
h app TradingSessionStatus 335 336! 625 338 339 325 340! 567 341 342 343 344 345 387 58 354 355
i app MassQuote 131 117! 537 301 @Parties 1 660 581 293 294 @QuotSetGrp!
j app BusinessMessageReject 45 372! 379 380! 58 354 355
k app BidRequest 390 391! 374! 392 393! 394! 395 15 396 397 @BidDescReqGrp @BidCompReqGrp 409 410 411 412 413 414 415 416 121 417 75 418! 419! 443 58 354 355
l app BidResponse 390 391 @BidCompRspGrp!
m app ListStrikePrice 66! 422! 893 @InstrmtStrkPxGrp! @UndInstrmtStrkPxGrp
n admin XMLnonFIX 
o app RegistrationInstructions 513! 514! 508! 11 @Parties 1 660 493 495 517 @RgstDtlsGrp @RgstDistInstGrp
p app RegistrationInstructionsResponse 513! 514! 508! 11 @Parties 1 660 506! 507 496
q app OrderMassCancelRequest 11! 526 530! 336 625 @Instrument @UnderlyingInstrument 54 60! 58 354 355
r app OrderMassCancelReport 11 526 37! 198 530! 531! 532 533 @AffectedOrdGrp 336 625 @Instrument @UnderlyingInstrument 54 60 58 354 355
s app NewOrderCross 548! 549! 550! @SideCrossOrdModGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 63 64 21 18 110 111 100 @TrdgSesGrp 81 140 114 60! @Stipulations 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 23 117 59 168 432 126 427 210 @PegInstructions @DiscretionInstructions 847 848 849 480 481 513 494
t app CrossOrderCancelReplaceRequest 37 548! 551! 549! 550! @SideCrossOrdModGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 63 64 21 18 110 111 100 @TrdgSesGrp 81 140 114 60! @Stipulations 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 23 117 59 168 432 126 427 210 @PegInstructions @DiscretionInstructions 847 848 849 480 481 513 494
u app CrossOrderCancelRequest 37 548! 551! 549! 550! @SideCrossOrdCxlGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 60!
v app SecurityTypeRequest 320! 58 354 355 336 625 460 167 762
w app SecurityTypes 320! 322! 323! 557 893 @SecTypesGrp 58 354 355 336 625 263
x app SecurityListRequest 320! 559! @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 15 58 354 355 336 625 263
y app SecurityList 320! 322! 560! 393 893 @SecListGrp
z app DerivativeSecurityListRequest 320! 559! @UnderlyingInstrument 762 15 58 354 355 336 625 263
AA app DerivativeSecurityList 320! 322! 560! @UnderlyingInstrument 393 893 @RelSymDerivSecGrp
AB app NewOrderMultileg 11! 526 583 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocMlegGrp 63 64 544 635 21 18 110 111 100 @TrdgSesGrp 81 54! @Instrument! @UndInstrmtGrp 140 @LegOrdGrp! 114 60! 854 @OrderQtyData! 40! 423 44 99 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 582 121 120 775 58 354 355 77 203 210 @PegInstructions @DiscretionInstructions 847 848 849 480 481 513 494 563
AC app MultilegOrderCancelReplace 37 41! 11! 526 583 586 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocMlegGrp 63 64 544 635 21 18 110 111 100 @TrdgSesGrp 81 54! @Instrument! @UndInstrmtGrp 140 @LegOrdGrp! 114 60! 854 @OrderQtyData! 40! 423 44 99 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 582 121 120 775 58 354 355 77 203 210 @PegInstructions @DiscretionInstructions 847 848 849 480 481 513 494 563
AD app TradeCaptureReportRequest 568! 569! 263 571 818 17 150 37 11 573 828 829 830 855 820 880 @Parties @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @TrdCapDtGrp 715 336 625 943 54 442 578 579 725 726 58 354 355
AE app TradeCaptureReport 571! 487 856 568 828 829 855 830 150 748 912 325 263 572 881 818 820 880 17 39 527 378 570! 423 @Instrument! @FinancingDetails @OrderQtyData 854 @YieldData @UndInstrmtGrp 822 823 32! 31! 669 194 195 30 75! 715 6 @SpreadOrBenchmarkCurveData 819 @PositionAmountData 442 824 @TrdInstrmtLegGrp 60! @TrdRegTimestamps 63 64 573 574 @TrdCapRptSideGrp! 797 852 853
AF app OrderMassStatusRequest 584! 585! @Parties 1 660 336 625 @Instrument @UnderlyingInstrument 54
AG app QuoteRequestReject 131! 644 658! @QuotReqRjctGrp! 58 354 355
AH app RFQRequest 644! @RFQReqGrp! 263
AI app QuoteStatusReport 649 131 117! 693 537 @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 63 64 193 192 15 @Stipulations 1 660 581 @LegQuotStatGrp @QuotQualGrp 126 44 423 @SpreadOrBenchmarkCurveData @YieldData 132 133 645 646 647 134 648 135 62 188 190 189 191 631 632 633 634 60 40 642 643 656 657 156 13 12 582 100 297 58 354 355
AJ app QuoteResponse 693! 117 694! 11 528 23 537 @QuotQualGrp @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 63 64 193 192 15 @Stipulations 1 660 581 @LegQuotGrp 132 133 645 646 647 134 648 135 62 188 190 189 191 631 632 633 634 60 40 642 643 656 657 156 12 13 582 100 58 354 355 44 423 @SpreadOrBenchmarkCurveData @YieldData
AK app Confirmation 664! 772 859 666! 773! 797 650 665! @Parties @OrdAllocGrp 70 793 467 60! 75! @TrdRegTimestamps @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp! @InstrmtLegGrp! @YieldData 80! 854 54! 15 30 @CpctyConfGrp! 79! 661 798 6! 74 423 860 @SpreadOrBenchmarkCurveData 861 58 354 355 81 381! 157 230 158 159 738 920 921 922 238 237 118! 890 119 120 155 156 63 64 @SettlInstructionsData @CommissionData 858 @Stipulations @MiscFeesGrp
AL app PositionMaintenanceRequest 710! 709! 712! 713 714 715! 716 717 @Parties! 1! 660 581! @Instrument! 15 @InstrmtLegGrp @UndInstrmtGrp @TrdgSesGrp 60! @PositionQty! 718 719 720 834 58 354 355
AM app PositionMaintenanceReport 721! 709! 710 712! 713! 722! 723 715! 716 717 @Parties 1! 660 581! @Instrument! 15 @InstrmtLegGrp @UndInstrmtGrp @TrdgSesGrp 60! @PositionQty! @PositionAmountData! 718 834 58 354 355
AN app RequestForPositions 710! 724! 573 263 @Parties! 1! 660 581! @Instrument 15 @InstrmtLegGrp @UndInstrmtGrp 715! 716 717 @TrdgSesGrp 60! 725 726 58 354 355
AO app RequestForPositionsAck 721! 710 727 325 728! 729! @Parties! 1! 660 581! @Instrument 15 @InstrmtLegGrp @UndInstrmtGrp 725 726 58 354 355
AP app PositionReport 721! 710 724 263 727 325 728! 715! 716 717 @Parties! 1! 660 581! @Instrument 15 730! 731! 734! @InstrmtLegGrp @PosUndInstrmtGrp @PositionQty! @PositionAmountData! 506 743 58 354 355
AQ app TradeCaptureReportRequestAck 568! 569! 263 748 749! 750! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 442 725 726 58 354 355
AR app TradeCaptureReportAck 571! 487 856 828 829 855 830 150! 572 881 939 751 818 263 820 880 17 527 @Instrument! 60 @TrdRegTimestamps 725 726 58 354 355 @TrdInstrmtLegGrp 635 528 529 582 1 660 581 77 591 @TrdAllocGrp
AS app AllocationReport 755! 70 71! 795 796 793 794! 87! 88 72 808 196 197 466 857! @OrdAllocGrp @ExecAllocGrp 570 700 574 54! @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 30 229 336 625 423 6! 860 @SpreadOrBenchmarkCurveData 15 74 @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650 @Stipulations @YieldData 892 893 @AllocGrp
AT app AllocationReportAck 755! 70! @Parties 793 75 60! 87! 88 794 808 573 460 167 58 354 355 @AllocAckGrp
AU app ConfirmationAck 664! 75! 60! 940! 774 573 58 354 355
AV app SettlementInstructionRequest 791! 60! @Parties 79 661 54 460 167 461 168 126 779 169 170 171
AW app AssignmentReport 833! 832 912 @Parties! 1 581! @Instrument 15 @InstrmtLegGrp @UndInstrmtGrp @PositionQty! @PositionAmountData! 834 730! 731! 732! 432 744! 745 746! 747! 716! 717! 715! 58 354 355
AX app CollateralRequest 894! 895! 60! 126 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations 336 625 716 717 715 58 354 355
AY app CollateralAssignment 902! 894 895! 903! 907 60! 126 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
AZ app CollateralResponse 904! 902! 894 895! 903 905! 906 60! @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations 58 354 355
BA app CollateralReport 908! 909 910! 911 912 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
BB app CollateralInquiry 909 @CollInqQualGrp 263 725 726 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtGrp 899 900 901 @TrdRegTimestamps 54 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
BC app NetworkCounterpartySystemStatusRequest 935! 933! @CompIDReqGrp
BD app NetworkCounterpartySystemStatusResponse 937! 933 932! 934 @CompIDStatGrp!
BE app UserRequest 923! 924! 553! 554 925 95 96
BF app UserResponse 923! 553! 926 927
BG app CollateralInquiryAck 909! 945! 946 @CollInqQualGrp 911 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtGrp 336 625 716 717 715 725 726 58 354 355
BH app ConfirmationRequest 859! 773! @OrdAllocGrp 70 793 467 60! 79 661 798 58 354 355
`;
