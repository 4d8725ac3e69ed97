// Made by dictionary-from-quickfix.mjs from FIX50SP2.xml of QuickFIX (http://www.quickfixengine.org/), whose data
// dictionaries follow the FIX specification; see the form in that file.
export const FIX50SP2 = `
fields
1 Account STRING
2 AdvId STRING
3 AdvRefID STRING
4 AdvSide CHAR B S T X
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
18 ExecInst MULTIPLECHARVALUE 0 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M N O P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p q r s t
19 ExecRefID STRING
21 HandlInst CHAR 1 2 3
22 SecurityIDSource STRING 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M
23 IOIID STRING
25 IOIQltyInd CHAR H L M
26 IOIRefID STRING
27 IOIQty STRING S M L U
28 IOITransType CHAR N C R
29 LastCapacity CHAR 1 2 3 4
30 LastMkt EXCHANGE
31 LastPx PRICE
32 LastQty QTY
33 NoLinesOfText NUMINGROUP
34 MsgSeqNum SEQNUM
35 MsgType STRING 0 1 2 3 4 5 6 7 8 9 A AA AB AC AD AE AF AG AH AI AJ AK AL AM AN AO AP AQ AR AS AT AU AV AW AX AY AZ B BA BB BC BD BE BF BG BH BI BJ BK BL BM BN BO BP BQ BR BS BT BU BV BW BX BY BZ C CA CB CC CD CE D E F G H J K L M N P Q R S T V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z
36 NewSeqNo SEQNUM
37 OrderID STRING
38 OrderQty QTY
39 OrdStatus CHAR 0 1 2 3 4 5 6 7 8 9 A B C D E
40 OrdType CHAR 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M P Q
41 OrigClOrdID STRING
42 OrigTime UTCTIMESTAMP
43 PossDupFlag BOOLEAN N Y
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
59 TimeInForce CHAR 0 1 2 3 4 5 6 7 8 9
60 TransactTime UTCTIMESTAMP
61 Urgency CHAR 0 1 2
62 ValidUntilTime UTCTIMESTAMP
63 SettlType STRING 0 1 2 3 4 5 6 7 8 9 B C
64 SettlDate LOCALMKTDATE
65 SymbolSfx STRING CD WI
66 ListID STRING
67 ListSeqNo INT
68 TotNoOrders INT
69 ListExecInst STRING
70 AllocID STRING
71 AllocTransType CHAR 0 1 2 3 4 5 6
72 RefAllocID STRING
73 NoOrders NUMINGROUP
74 AvgPxPrecision INT
75 TradeDate LOCALMKTDATE
77 PositionEffect CHAR C F O R N D
78 NoAllocs NUMINGROUP
79 AllocAccount STRING
80 AllocQty QTY
81 ProcessCode CHAR 0 1 2 3 4 5 6
82 NoRpts INT
83 RptSeq INT
84 CxlQty QTY
85 NoDlvyInst NUMINGROUP
87 AllocStatus INT 0 1 2 3 4 5 6 7
88 AllocRejCode INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 99
89 Signature DATA
90 SecureDataLen LENGTH
91 SecureData DATA
93 SignatureLength LENGTH
94 EmailType CHAR 0 1 2
95 RawDataLength LENGTH
96 RawData DATA
97 PossResend BOOLEAN N Y
98 EncryptMethod INT 0 1 2 3 4 5 6
99 StopPx PRICE
100 ExDestination EXCHANGE
102 CxlRejReason INT 0 1 2 3 4 5 6 7 8 18 99
103 OrdRejReason INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 18 99
104 IOIQualifier CHAR A B C D I L M O P Q R S T V W X Y Z
106 Issuer STRING
107 SecurityDesc STRING
108 HeartBtInt INT
110 MinQty QTY
111 MaxFloor QTY
112 TestReqID STRING
113 ReportToExch BOOLEAN N Y
114 LocateReqd BOOLEAN N Y
115 OnBehalfOfCompID STRING
116 OnBehalfOfSubID STRING
117 QuoteID STRING
118 NetMoney AMT
119 SettlCurrAmt AMT
120 SettlCurrency CURRENCY
121 ForexReq BOOLEAN N Y
122 OrigSendingTime UTCTIMESTAMP
123 GapFillFlag BOOLEAN N Y
124 NoExecs NUMINGROUP
126 ExpireTime UTCTIMESTAMP
127 DKReason CHAR A B C D E F Z
128 DeliverToCompID STRING
129 DeliverToSubID STRING
130 IOINaturalFlag BOOLEAN N Y
131 QuoteReqID STRING
132 BidPx PRICE
133 OfferPx PRICE
134 BidSize QTY
135 OfferSize QTY
136 NoMiscFees NUMINGROUP
137 MiscFeeAmt AMT
138 MiscFeeCurr CURRENCY
139 MiscFeeType STRING 1 2 3 4 5 6 7 8 9 10 11 12 13 14
140 PrevClosePx PRICE
141 ResetSeqNumFlag BOOLEAN N Y
142 SenderLocationID STRING
143 TargetLocationID STRING
144 OnBehalfOfLocationID STRING
145 DeliverToLocationID STRING
146 NoRelatedSym NUMINGROUP
147 Subject STRING
148 Headline STRING
149 URLLink STRING
150 ExecType CHAR 0 3 4 5 6 7 8 9 A B C D E F G H I J K L
151 LeavesQty QTY
152 CashOrderQty QTY
153 AllocAvgPx PRICE
154 AllocNetMoney AMT
155 SettlCurrFxRate FLOAT
156 SettlCurrFxRateCalc CHAR M D
157 NumDaysInterest INT
158 AccruedInterestRate PERCENTAGE
159 AccruedInterestAmt AMT
160 SettlInstMode CHAR 0 1 2 3 4 5
161 AllocText STRING
162 SettlInstID STRING
163 SettlInstTransType CHAR N C R T
164 EmailThreadID STRING
165 SettlInstSource CHAR 1 2 3
167 SecurityType STRING UST USTB EUSUPRA FAC FADN PEF SUPRA CORP CPP CB DUAL EUCORP EUFRN FRN XLINKD STRUCT YANK FOR CDS FUT OPT OOF OOP IRS OOC CS PS REPO FORWARD BUYSELL SECLOAN SECPLEDGE BRADY CAN CTB EUSOV PROV TB TBOND TINT TBILL TIPS TCAL TPRN TNOTE TERM RVLV RVLVTRM BRIDGE LOFC SWING DINP DEFLTED WITHDRN REPLACD MATURED AMENDED RETIRED BA BDN BN BOX CAMM CD CL CP DN EUCD EUCP LQN MTN ONITE PN STN PZFJ SLQN TD TLQN XCN YCD ABS CMB CMBS CMO IET MBS MIO MPO MPP MPT PFAND TBA AN COFO COFP GO MT RAN REV SPCLA SPCLO SPCLT TAN TAXA TECP TMCP TRAN VRDN WAR MF MLEG NONE ? CASH FXNDF FXSPOT FXFWD FXSWAP
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
208 NotifyBrokerOfCredit BOOLEAN N Y
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
221 BenchmarkCurveName STRING EONIA EUREPO Euribor FutureSWAP LIBID LIBOR MuniAAA OTHER Pfandbriefe SONIA SWAP Treasury
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
233 StipulationType STRING AMT AUTOREINV BANKQUAL BGNCON COUPON CURRENCY CUSTOMDATE GEOG HAIRCUT INSURED ISSUE ISSUER ISSUESIZE LOOKBACK LOT LOTVAR MAT MATURITY MAXSUBS MINDNOM MININCR MINQTY PAYFREQ PIECES PMAX PPL PPM PPT PRICE PRICEFREQ PROD PROTECT PURPOSE PXSOURCE RATING REDEMPTION RESTRICTED SECTOR SECTYPE STRUCT SUBSFREQ SUBSLEFT TEXT TRDVAR WAC WAL WALA WAM WHOLE YIELD AVFICO AVSIZE MAXBAL POOL ROLLTYPE REFTRADE REFPRIN REFINT AVAILQTY BROKERCREDIT INTERNALPX INTERNALQTY LEAVEQTY MAXORDQTY ORDRINCR PRIMARY SALESCREDITOVR TRADERCREDIT DISCOUNT YTM ABS CPP CPR CPY HEP MHP MPR PPC PSA SMM
234 StipulationValue STRING
235 YieldType STRING AFTERTAX ANNUAL ATISSUE AVGMATURITY BOOK CALL CHANGE CLOSE COMPOUND CURRENT GOVTEQUIV GROSS INFLATION INVERSEFLOATER LASTCLOSE LASTMONTH LASTQUARTER LASTYEAR LONGAVGLIFE MARK MATURITY NEXTREFUND OPENAVG PREVCLOSE PROCEEDS PUT SEMIANNUAL SHORTAVGLIFE SIMPLE TAXEQUIV TENDER TRUE VALUE1_32 WORST
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
258 TradedFlatSwitch BOOLEAN N Y
259 BasisFeatureDate LOCALMKTDATE
260 BasisFeaturePrice PRICE
262 MDReqID STRING
263 SubscriptionRequestType CHAR 0 1 2
264 MarketDepth INT
265 MDUpdateType INT 0 1
266 AggregatedBook BOOLEAN Y N
267 NoMDEntryTypes NUMINGROUP
268 NoMDEntries NUMINGROUP
269 MDEntryType CHAR 0 1 2 3 4 5 6 7 8 9 A B C D E F G H J K L M N O P Q S R T U V Y Z a W X
270 MDEntryPx PRICE
271 MDEntrySize QTY
272 MDEntryDate UTCDATEONLY
273 MDEntryTime UTCTIMEONLY
274 TickDirection CHAR 0 1 2 3
275 MDMkt EXCHANGE
276 QuoteCondition MULTIPLESTRINGVALUE A B C D E F G H I L J K M N O P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7
277 TradeCondition MULTIPLESTRINGVALUE A B C D E F G H I J K L M N P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z AA AB AC AD AE AF AG AH AI AJ AK 0 AL AM AN AO AP AQ AR AS AT AV 1 2 3 4
278 MDEntryID STRING
279 MDUpdateAction CHAR 0 1 2 3 4 5
280 MDEntryRefID STRING
281 MDReqRejReason CHAR 0 1 2 3 4 5 6 7 8 9 A B C D
282 MDEntryOriginator STRING
283 LocationID STRING
284 DeskID STRING
285 DeleteReason CHAR 0 1
286 OpenCloseSettlFlag MULTIPLECHARVALUE 0 1 2 3 4 5
287 SellerDays INT
288 MDEntryBuyer STRING
289 MDEntrySeller STRING
290 MDEntryPositionNo INT
291 FinancialStatus MULTIPLECHARVALUE 1 2 3
292 CorporateAction MULTIPLECHARVALUE A B C D E F G H I J K L M N O P Q R S T U V W
293 DefBidSize QTY
294 DefOfferSize QTY
295 NoQuoteEntries NUMINGROUP
296 NoQuoteSets NUMINGROUP
297 QuoteStatus INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
298 QuoteCancelType INT 1 2 3 4 5 6 7 8
299 QuoteEntryID STRING
300 QuoteRejectReason INT 1 2 3 4 5 6 7 8 9 10 11 99 12 13
301 QuoteResponseLevel INT 0 1 2 3
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
321 SecurityRequestType INT 0 1 2 3 4 5 6 7 8 9
322 SecurityResponseID STRING
323 SecurityResponseType INT 1 2 3 4 5 6
324 SecurityStatusReqID STRING
325 UnsolicitedIndicator BOOLEAN N Y
326 SecurityTradingStatus INT 1 2 3 4 5 6 7 8 9 10 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26
327 HaltReasonInt INT 0 1 2 3 4 5
328 InViewOfCommon BOOLEAN N Y
329 DueToRelated BOOLEAN N Y
330 BuyVolume QTY
331 SellVolume QTY
332 HighPx PRICE
333 LowPx PRICE
334 Adjustment INT 1 2 3
335 TradSesReqID STRING
336 TradingSessionID STRING 1 2 3 4 5 6
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
347 MessageEncoding STRING
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
373 SessionRejectReason INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 99
374 BidRequestTransType CHAR C N
375 ContraBroker STRING
376 ComplianceID STRING
377 SolicitedFlag BOOLEAN N Y
378 ExecRestatementReason INT 0 1 2 3 4 5 6 7 8 9 10 11 99
379 BusinessRejectRefID STRING
380 BusinessRejectReason INT 0 1 2 3 4 5 6 7 18
381 GrossTradeAmt AMT
382 NoContraBrokers NUMINGROUP
383 MaxMessageSize LENGTH
384 NoMsgTypes NUMINGROUP
385 MsgDirection CHAR R S
386 NoTradingSessions NUMINGROUP
387 TotalVolumeTraded QTY
388 DiscretionInst CHAR 0 1 2 3 4 5 6 7
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
411 ExchangeForPhysical BOOLEAN N Y
412 OutMainCntryUIndex AMT
413 CrossPercent PERCENTAGE
414 ProgRptReqs INT 1 2 3
415 ProgPeriodInterval INT
416 IncTaxInd INT 1 2
417 NumBidders INT
418 BidTradeType CHAR A G J R
419 BasisPxType CHAR 2 3 4 5 6 7 8 9 A B C D Z
420 NoBidComponents NUMINGROUP
421 Country COUNTRY
422 TotNoStrikes INT
423 PriceType INT 1 2 3 4 5 6 7 8 9 10 11 13 14 15 16 17 18 19
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
447 PartyIDSource CHAR 6 7 8 9 A 1 2 3 4 5 I B C D E F G H
448 PartyID STRING
451 NetChgPrevDay PRICEOFFSET
452 PartyRole INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85
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
464 TestMessageIndicator BOOLEAN N Y
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
487 TradeReportTransType INT 0 1 2 3 4 5
488 CardHolderName STRING
489 CardNumber STRING
490 CardExpDate LOCALMKTDATE
491 CardIssNum STRING
492 PaymentMethod INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
493 RegistAcctType STRING
494 Designation STRING
495 TaxAdvantageType INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 999
496 RegistRejReasonText STRING
497 FundRenewWaiv CHAR N Y
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
514 RegistTransType CHAR 0 2 1
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
529 OrderRestrictions MULTIPLECHARVALUE 1 2 3 4 5 6 7 8 9 A B C D E F
530 MassCancelRequestType CHAR 1 2 3 4 5 6 7 8 9 A B C
531 MassCancelResponse CHAR 0 1 2 3 4 5 6 7 8 9 A B C
532 MassCancelRejectReason INT 0 1 2 3 4 5 6 7 8 9 99 10 11
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
546 Scope MULTIPLECHARVALUE 1 2 3
547 MDImplicitDelete BOOLEAN N Y
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
559 SecurityListRequestType INT 0 1 2 3 4 5
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
570 PreviouslyReported BOOLEAN N Y
571 TradeReportID STRING
572 TradeReportRefID STRING
573 MatchStatus CHAR 0 1 2
574 MatchType STRING 1 2 3 4 5 6 7 8 M3 M4 M5 M6 A1 A2 A3 A4 A5 AQ S1 S2 S3 S4 S5 M1 M2 MT
575 OddLot BOOLEAN N Y
576 NoClearingInstructions NUMINGROUP
577 ClearingInstruction INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13
578 TradeInputSource STRING
579 TradeInputDevice STRING
580 NoDates NUMINGROUP
581 AccountType INT 1 2 3 4 6 7 8
582 CustOrderCapacity INT 1 2 3 4
583 ClOrdLinkID STRING
584 MassStatusReqID STRING
585 MassStatusReqType INT 1 2 3 4 5 6 7 8 9 10
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
625 TradingSessionSubID STRING 1 2 3 4 5 6 7
626 AllocType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14
627 NoHops NUMINGROUP
628 HopCompID STRING
629 HopSendingTime UTCTIMESTAMP
630 HopRefID SEQNUM
631 MidPx PRICE
632 BidYield PERCENTAGE
633 MidYield PERCENTAGE
634 OfferYield PERCENTAGE
635 ClearingFeeIndicator STRING 1 2 3 4 5 9 B C E F H I L M
636 WorkingIndicator BOOLEAN N Y
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
650 LegalConfirm BOOLEAN N Y
651 UnderlyingLastPx PRICE
652 UnderlyingLastQty QTY
654 LegRefID STRING
655 ContraLegRefID STRING
656 SettlCurrBidFxRate FLOAT
657 SettlCurrOfferFxRate FLOAT
658 QuoteRequestRejectReason INT 1 2 3 4 5 6 7 8 9 10 11 99
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
685 LegOrderQty QTY
686 LegPriceType INT
687 LegQty QTY
688 LegStipulationType STRING
689 LegStipulationValue STRING
690 LegSwapType INT 1 2 4 5
691 Pool STRING
692 QuotePriceType INT 1 2 3 4 5 6 7 8 9 10
693 QuoteRespID STRING
694 QuoteRespType INT 1 2 3 4 5 6 7 8
695 QuoteQualifier CHAR
696 YieldRedemptionDate LOCALMKTDATE
697 YieldRedemptionPrice PRICE
698 YieldRedemptionPriceType INT
699 BenchmarkSecurityID STRING
700 ReversalIndicator BOOLEAN
701 YieldCalcDate LOCALMKTDATE
702 NoPositions NUMINGROUP
703 PosType STRING ALC AS ASF DLV ETR EX FIN IAS IES PA PIT SOD SPL TA TOT TQ TRF TX XM RCV CAA DN EP PNTN DLT CEA SEA
704 LongQty QTY
705 ShortQty QTY
706 PosQtyStatus INT 0 1 2
707 PosAmtType STRING CASH CRES FMTM IMTM PREM SMTM TVAR VADJ SETL ICPN ACPN CPN IACPN CMTM ICMTM DLV BANK COLAT
708 PosAmt AMT
709 PosTransType INT 1 2 3 4 5 6
710 PosReqID STRING
711 NoUnderlyings NUMINGROUP
712 PosMaintAction INT 1 2 3 4
713 OrigPosReqRefID STRING
714 PosMaintRptRefID STRING
715 ClearingBusinessDate LOCALMKTDATE
716 SettlSessID STRING ITD RTH ETH EOD
717 SettlSessSubID STRING
718 AdjustmentType INT 0 1 2 3
719 ContraryInstructionIndicator BOOLEAN
720 PriorSpreadIndicator BOOLEAN
721 PosMaintRptID STRING
722 PosMaintStatus INT 0 1 2 3 4
723 PosMaintResult INT 0 1 99
724 PosReqType INT 0 1 2 3 4 5 6
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
744 AssignmentMethod CHAR P R
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
770 TrdRegTimestampType INT 1 2 3 4 5 6 7
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
787 DlvyInstType CHAR C S
788 TerminationType INT 1 2 3 4
789 NextExpectedMsgSeqNum SEQNUM
790 OrdStatusReqID STRING
791 SettlInstReqID STRING
792 SettlInstReqRejCode INT 0 1 2 99
793 SecondaryAllocID STRING
794 AllocReportType INT 2 3 4 5 8 9 10 11 12 14
795 AllocReportRefID STRING
796 AllocCancReplaceReason INT 1 2 99
797 CopyMsgIndicator BOOLEAN
798 AllocAccountType INT 1 2 3 4 6 7 8
799 OrderAvgPx PRICE
800 OrderBookingQty QTY
801 NoSettlPartySubIDs NUMINGROUP
802 NoPartySubIDs NUMINGROUP
803 PartySubIDType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33
804 NoNestedPartySubIDs NUMINGROUP
805 NestedPartySubIDType INT
806 NoNested2PartySubIDs NUMINGROUP
807 Nested2PartySubIDType INT
808 AllocIntermedReqType INT 1 2 3 4 5 6
809 NoUsernames NUMINGROUP
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
826 TradeAllocIndicator INT 0 1 2 3 4 5
827 ExpirationCycle INT 0 1 2
828 TrdType INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 22 23 48 49 50 51 52 53 54 55 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47
829 TrdSubType INT 0 1 2 3 4 5 6 7 8 9 10 11 33 34 35 36 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 37 38 39
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
851 LastLiquidityInd INT 1 2 3 4
852 PublishTrdIndicator BOOLEAN N Y
853 ShortSaleReason INT 0 1 2 3 4 5
854 QtyType INT 0 1 2
855 SecondaryTrdType INT
856 TradeReportType INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
857 AllocNoOrdersType INT 0 1
858 SharedCommission AMT
859 ConfirmReqID STRING
860 AvgParPx PRICE
861 ReportedPx PRICE
862 NoCapacities NUMINGROUP
863 OrderCapacityQty QTY
864 NoEvents NUMINGROUP
865 EventType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 99
866 EventDate LOCALMKTDATE
867 EventPx PRICE
868 EventText STRING
869 PctAtRisk PERCENTAGE
870 NoInstrAttrib NUMINGROUP
871 InstrAttribType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 99
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
893 LastFragment BOOLEAN N Y
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
912 LastRptRequested BOOLEAN N Y
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
926 UserStatus INT 1 2 3 4 5 6 7 8
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
939 TrdRptStatus INT 0 1 3
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
957 NoStrategyParameters NUMINGROUP
958 StrategyParameterName STRING
959 StrategyParameterType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29
960 StrategyParameterValue STRING
961 HostCrossID STRING
962 SideTimeInForce UTCTIMESTAMP
963 MDReportID INT
964 SecurityReportID INT
965 SecurityStatus STRING 1 2
966 SettleOnOpenFlag STRING
967 StrikeMultiplier FLOAT
968 StrikeValue FLOAT
969 MinPriceIncrement FLOAT
970 PositionLimit INT
971 NTPositionLimit INT
972 UnderlyingAllocationPercent PERCENTAGE
973 UnderlyingCashAmount AMT
974 UnderlyingCashType STRING FIXED DIFF
975 UnderlyingSettlementType INT 2 4 5
976 QuantityDate LOCALMKTDATE
977 ContIntRptID STRING
978 LateIndicator BOOLEAN
979 InputSource STRING
980 SecurityUpdateAction CHAR A D M
981 NoExpiration NUMINGROUP
982 ExpirationQtyType INT 1 2 3 4 5
983 ExpQty QTY
984 NoUnderlyingAmounts NUMINGROUP
985 UnderlyingPayAmount AMT
986 UnderlyingCollectAmount AMT
987 UnderlyingSettlementDate LOCALMKTDATE
988 UnderlyingSettlementStatus STRING
989 SecondaryIndividualAllocID STRING
990 LegReportID STRING
991 RndPx PRICE
992 IndividualAllocType INT 1 2
993 AllocCustomerCapacity STRING
994 TierCode STRING
996 UnitOfMeasure STRING Bcf MMbbl MMBtu MWh Bbl Bu lbs Gal oz_tr t tn USD Alw
997 TimeUnit STRING H Min S D Wk Mo Yr
998 UnderlyingUnitOfMeasure STRING
999 LegUnitOfMeasure STRING
1000 UnderlyingTimeUnit STRING
1001 LegTimeUnit STRING
1002 AllocMethod INT 1 2 3
1003 TradeID STRING
1005 SideTradeReportID STRING
1006 SideFillStationCd STRING
1007 SideReasonCd STRING
1008 SideTrdSubTyp INT
1009 SideLastQty INT
1011 MessageEventSource STRING
1012 SideTrdRegTimestamp UTCTIMESTAMP
1013 SideTrdRegTimestampType INT
1014 SideTrdRegTimestampSrc STRING
1015 AsOfIndicator CHAR 0 1
1016 NoSideTrdRegTS NUMINGROUP
1017 LegOptionRatio FLOAT
1018 NoInstrumentParties NUMINGROUP
1019 InstrumentPartyID STRING
1020 TradeVolume QTY
1021 MDBookType INT 1 2 3
1022 MDFeedType STRING
1023 MDPriceLevel INT
1024 MDOriginType INT 0 1 2
1025 FirstPx PRICE
1026 MDEntrySpotRate FLOAT
1027 MDEntryForwardPoints PRICEOFFSET
1028 ManualOrderIndicator BOOLEAN
1029 CustDirectedOrder BOOLEAN
1030 ReceivedDeptID STRING
1031 CustOrderHandlingInst MULTIPLESTRINGVALUE ADD AON CNH DIR E.W FOK IO IOC LOO LOC MAO MAC MOO MOC MQT NH OVD PEG RSV S.W SCL TMO TS WRK
1032 OrderHandlingInstSource INT 1
1033 DeskType STRING A AR D IN IS O PF PR PT S T
1034 DeskTypeSource INT 1
1035 DeskOrderHandlingInst MULTIPLESTRINGVALUE ADD AON CNH DIR E.W FOK IO IOC LOO LOC MAO MAC MOO MOC MQT NH OVD PEG RSV S.W SCL TMO TS WRK
1036 ExecAckStatus CHAR 0 1 2
1037 UnderlyingDeliveryAmount AMT
1038 UnderlyingCapValue AMT
1039 UnderlyingSettlMethod STRING
1040 SecondaryTradeID STRING
1041 FirmTradeID STRING
1042 SecondaryFirmTradeID STRING
1043 CollApplType INT 0 1
1044 UnderlyingAdjustedQuantity QTY
1045 UnderlyingFXRate FLOAT
1046 UnderlyingFXRateCalc CHAR D M
1047 AllocPositionEffect CHAR O C R F
1048 DealingCapacity CHAR A P R
1049 InstrmtAssignmentMethod CHAR P R
1050 InstrumentPartyIDSource CHAR
1051 InstrumentPartyRole INT
1052 NoInstrumentPartySubIDs NUMINGROUP
1053 InstrumentPartySubID STRING
1054 InstrumentPartySubIDType INT
1055 PositionCurrency STRING
1056 CalculatedCcyLastQty QTY
1057 AggressorIndicator BOOLEAN Y N
1058 NoUndlyInstrumentParties NUMINGROUP
1059 UnderlyingInstrumentPartyID STRING
1060 UnderlyingInstrumentPartyIDSource CHAR
1061 UnderlyingInstrumentPartyRole INT
1062 NoUndlyInstrumentPartySubIDs NUMINGROUP
1063 UnderlyingInstrumentPartySubID STRING
1064 UnderlyingInstrumentPartySubIDType INT
1065 BidSwapPoints PRICEOFFSET
1066 OfferSwapPoints PRICEOFFSET
1067 LegBidForwardPoints PRICEOFFSET
1068 LegOfferForwardPoints PRICEOFFSET
1069 SwapPoints PRICEOFFSET
1070 MDQuoteType INT 0 1 2 3 4
1071 LastSwapPoints PRICEOFFSET
1072 SideGrossTradeAmt AMT
1073 LegLastForwardPoints PRICEOFFSET
1074 LegCalculatedCcyLastQty QTY
1075 LegGrossTradeAmt AMT
1079 MaturityTime TZTIMEONLY
1080 RefOrderID STRING
1081 RefOrderIDSource CHAR 0 1 2 3 4
1082 SecondaryDisplayQty QTY
1083 DisplayWhen CHAR 1 2
1084 DisplayMethod CHAR 1 2 3 4
1085 DisplayLowQty QTY
1086 DisplayHighQty QTY
1087 DisplayMinIncr QTY
1088 RefreshQty QTY
1089 MatchIncrement QTY
1090 MaxPriceLevels INT
1091 PreTradeAnonymity BOOLEAN
1092 PriceProtectionScope CHAR 0 1 2 3
1093 LotType CHAR 1 2 3 4
1094 PegPriceType INT 1 2 3 4 5 7 8 9
1095 PeggedRefPrice PRICE
1096 PegSecurityIDSource STRING
1097 PegSecurityID STRING
1098 PegSymbol STRING
1099 PegSecurityDesc STRING
1100 TriggerType CHAR 1 2 3 4
1101 TriggerAction CHAR 1 2 3
1102 TriggerPrice PRICE
1103 TriggerSymbol STRING
1104 TriggerSecurityID STRING
1105 TriggerSecurityIDSource STRING
1106 TriggerSecurityDesc STRING
1107 TriggerPriceType CHAR 1 2 3 4 5 6
1108 TriggerPriceTypeScope CHAR 0 1 2 3
1109 TriggerPriceDirection CHAR U D
1110 TriggerNewPrice PRICE
1111 TriggerOrderType CHAR 1 2
1112 TriggerNewQty QTY
1113 TriggerTradingSessionID STRING
1114 TriggerTradingSessionSubID STRING
1115 OrderCategory CHAR 1 2 3 4 5 6 7 8 9
1116 NoRootPartyIDs NUMINGROUP
1117 RootPartyID STRING
1118 RootPartyIDSource CHAR
1119 RootPartyRole INT
1120 NoRootPartySubIDs NUMINGROUP
1121 RootPartySubID STRING
1122 RootPartySubIDType INT
1123 TradeHandlingInstr CHAR 0 1 2 3 4 5
1124 OrigTradeHandlingInstr CHAR
1125 OrigTradeDate LOCALMKTDATE
1126 OrigTradeID STRING
1127 OrigSecondaryTradeID STRING
1128 ApplVerID STRING 0 1 2 3 4 5 6 7 8 9
1129 CstmApplVerID STRING
1130 RefApplVerID STRING
1131 RefCstmApplVerID STRING
1132 TZTransactTime TZTIMESTAMP
1133 ExDestinationIDSource CHAR B C D E G
1134 ReportedPxDiff BOOLEAN
1135 RptSys STRING
1136 AllocClearingFeeIndicator STRING
1137 DefaultApplVerID STRING
1138 DisplayQty QTY
1139 ExchangeSpecialInstructions STRING
1140 MaxTradeVol QTY
1141 NoMDFeedTypes NUMINGROUP
1142 MatchAlgorithm STRING
1143 MaxPriceVariation FLOAT
1144 ImpliedMarketIndicator INT 0 1 2 3
1145 EventTime UTCTIMESTAMP
1146 MinPriceIncrementAmount AMT
1147 UnitOfMeasureQty QTY
1148 LowLimitPrice PRICE
1149 HighLimitPrice PRICE
1150 TradingReferencePrice PRICE
1151 SecurityGroup STRING
1152 LegNumber INT
1153 SettlementCycleNo INT
1154 SideCurrency CURRENCY
1155 SideSettlCurrency CURRENCY
1156 ApplExtID INT
1157 CcyAmt AMT
1158 NoSettlDetails NUMINGROUP
1159 SettlObligMode INT 1 2
1160 SettlObligMsgID STRING
1161 SettlObligID STRING
1162 SettlObligTransType CHAR C N R T
1163 SettlObligRefID STRING
1164 SettlObligSource CHAR 1 2 3
1165 NoSettlOblig NUMINGROUP
1166 QuoteMsgID STRING
1167 QuoteEntryStatus INT 0 5 6 7 12 13 14 15 16
1168 TotNoCxldQuotes INT
1169 TotNoAccQuotes INT
1170 TotNoRejQuotes INT
1171 PrivateQuote BOOLEAN Y N
1172 RespondentType INT 1 2 3 4
1173 MDSubBookType INT
1174 SecurityTradingEvent INT 1 2 3 4 5 6 7 8
1175 NoStatsIndicators NUMINGROUP
1176 StatsType INT 1 2 3 4
1177 NoOfSecSizes NUMINGROUP
1178 MDSecSizeType INT 1
1179 MDSecSize QTY
1180 ApplID STRING
1181 ApplSeqNum SEQNUM
1182 ApplBegSeqNum SEQNUM
1183 ApplEndSeqNum SEQNUM
1184 SecurityXMLLen LENGTH
1185 SecurityXML XMLDATA
1186 SecurityXMLSchema STRING
1187 RefreshIndicator BOOLEAN
1188 Volatility FLOAT
1189 TimeToExpiration FLOAT
1190 RiskFreeRate FLOAT
1191 PriceUnitOfMeasure STRING
1192 PriceUnitOfMeasureQty QTY
1193 SettlMethod CHAR C P
1194 ExerciseStyle INT 0 1 2
1195 OptPayoutAmount AMT
1196 PriceQuoteMethod STRING STD INX INT PCTPAR
1197 ValuationMethod STRING EQTY FUT FUTDA CDS CDSD
1198 ListMethod INT 0 1
1199 CapPrice PRICE
1200 FloorPrice PRICE
1201 NoStrikeRules NUMINGROUP
1202 StartStrikePxRange PRICE
1203 EndStrikePxRange PRICE
1204 StrikeIncrement FLOAT
1205 NoTickRules NUMINGROUP
1206 StartTickPriceRange PRICE
1207 EndTickPriceRange PRICE
1208 TickIncrement PRICE
1209 TickRuleType INT 0 1 2 3 4
1210 NestedInstrAttribType INT
1211 NestedInstrAttribValue STRING
1212 LegMaturityTime TZTIMEONLY
1213 UnderlyingMaturityTime TZTIMEONLY
1214 DerivativeSymbol STRING
1215 DerivativeSymbolSfx STRING
1216 DerivativeSecurityID STRING
1217 DerivativeSecurityIDSource STRING
1218 NoDerivativeSecurityAltID NUMINGROUP
1219 DerivativeSecurityAltID STRING
1220 DerivativeSecurityAltIDSource STRING
1221 SecondaryLowLimitPrice PRICE
1222 MaturityRuleID STRING
1223 StrikeRuleID STRING
1224 LegUnitOfMeasureQty QTY
1225 DerivativeOptPayAmount AMT
1226 EndMaturityMonthYear MONTHYEAR
1227 ProductComplex STRING
1228 DerivativeProductComplex STRING
1229 MaturityMonthYearIncrement INT
1230 SecondaryHighLimitPrice PRICE
1231 MinLotSize QTY
1232 NoExecInstRules NUMINGROUP
1234 NoLotTypeRules NUMINGROUP
1235 NoMatchRules NUMINGROUP
1236 NoMaturityRules NUMINGROUP
1237 NoOrdTypeRules NUMINGROUP
1239 NoTimeInForceRules NUMINGROUP
1240 SecondaryTradingReferencePrice PRICE
1241 StartMaturityMonthYear MONTHYEAR
1242 FlexProductEligibilityIndicator BOOLEAN
1243 DerivFlexProductEligibilityIndicator BOOLEAN
1244 FlexibleIndicator BOOLEAN
1245 TradingCurrency CURRENCY
1246 DerivativeProduct INT
1247 DerivativeSecurityGroup STRING
1248 DerivativeCFICode STRING
1249 DerivativeSecurityType STRING
1250 DerivativeSecuritySubType STRING
1251 DerivativeMaturityMonthYear MONTHYEAR
1252 DerivativeMaturityDate LOCALMKTDATE
1253 DerivativeMaturityTime TZTIMEONLY
1254 DerivativeSettleOnOpenFlag STRING
1255 DerivativeInstrmtAssignmentMethod CHAR
1256 DerivativeSecurityStatus STRING
1257 DerivativeInstrRegistry STRING
1258 DerivativeCountryOfIssue COUNTRY
1259 DerivativeStateOrProvinceOfIssue STRING
1260 DerivativeLocaleOfIssue STRING
1261 DerivativeStrikePrice PRICE
1262 DerivativeStrikeCurrency CURRENCY
1263 DerivativeStrikeMultiplier FLOAT
1264 DerivativeStrikeValue FLOAT
1265 DerivativeOptAttribute CHAR
1266 DerivativeContractMultiplier FLOAT
1267 DerivativeMinPriceIncrement FLOAT
1268 DerivativeMinPriceIncrementAmount AMT
1269 DerivativeUnitOfMeasure STRING
1270 DerivativeUnitOfMeasureQty QTY
1271 DerivativeTimeUnit STRING
1272 DerivativeSecurityExchange EXCHANGE
1273 DerivativePositionLimit INT
1274 DerivativeNTPositionLimit INT
1275 DerivativeIssuer STRING
1276 DerivativeIssueDate LOCALMKTDATE
1277 DerivativeEncodedIssuerLen LENGTH
1278 DerivativeEncodedIssuer DATA
1279 DerivativeSecurityDesc STRING
1280 DerivativeEncodedSecurityDescLen LENGTH
1281 DerivativeEncodedSecurityDesc DATA
1282 DerivativeSecurityXMLLen LENGTH
1283 DerivativeSecurityXML DATA
1284 DerivativeSecurityXMLSchema STRING
1285 DerivativeContractSettlMonth MONTHYEAR
1286 NoDerivativeEvents NUMINGROUP
1287 DerivativeEventType INT
1288 DerivativeEventDate LOCALMKTDATE
1289 DerivativeEventTime UTCTIMESTAMP
1290 DerivativeEventPx PRICE
1291 DerivativeEventText STRING
1292 NoDerivativeInstrumentParties NUMINGROUP
1293 DerivativeInstrumentPartyID STRING
1294 DerivativeInstrumentPartyIDSource STRING
1295 DerivativeInstrumentPartyRole INT
1296 NoDerivativeInstrumentPartySubIDs NUMINGROUP
1297 DerivativeInstrumentPartySubID STRING
1298 DerivativeInstrumentPartySubIDType INT
1299 DerivativeExerciseStyle CHAR
1300 MarketSegmentID STRING
1301 MarketID EXCHANGE
1302 MaturityMonthYearIncrementUnits INT 0 1 2 3
1303 MaturityMonthYearFormat INT 0 1 2
1304 StrikeExerciseStyle INT
1305 SecondaryPriceLimitType INT
1306 PriceLimitType INT 0 1 2
1308 ExecInstValue CHAR
1309 NoTradingSessionRules NUMINGROUP
1310 NoMarketSegments NUMINGROUP
1311 NoDerivativeInstrAttrib NUMINGROUP
1312 NoNestedInstrAttrib NUMINGROUP
1313 DerivativeInstrAttribType INT
1314 DerivativeInstrAttribValue STRING
1315 DerivativePriceUnitOfMeasure STRING
1316 DerivativePriceUnitOfMeasureQty QTY
1317 DerivativeSettlMethod CHAR
1318 DerivativePriceQuoteMethod STRING
1319 DerivativeValuationMethod STRING
1320 DerivativeListMethod INT
1321 DerivativeCapPrice PRICE
1322 DerivativeFloorPrice PRICE
1323 DerivativePutOrCall INT
1324 ListUpdateAction CHAR
1325 ParentMktSegmID STRING
1326 TradingSessionDesc STRING
1327 TradSesUpdateAction CHAR
1328 RejectText STRING
1329 FeeMultiplier FLOAT
1330 UnderlyingLegSymbol STRING
1331 UnderlyingLegSymbolSfx STRING
1332 UnderlyingLegSecurityID STRING
1333 UnderlyingLegSecurityIDSource STRING
1334 NoUnderlyingLegSecurityAltID NUMINGROUP
1335 UnderlyingLegSecurityAltID STRING
1336 UnderlyingLegSecurityAltIDSource STRING
1337 UnderlyingLegSecurityType STRING
1338 UnderlyingLegSecuritySubType STRING
1339 UnderlyingLegMaturityMonthYear MONTHYEAR
1340 UnderlyingLegStrikePrice PRICE
1341 UnderlyingLegSecurityExchange STRING
1342 NoOfLegUnderlyings NUMINGROUP
1343 UnderlyingLegPutOrCall INT
1344 UnderlyingLegCFICode STRING
1345 UnderlyingLegMaturityDate LOCALMKTDATE
1346 ApplReqID STRING
1347 ApplReqType INT 0 1 2 3 4 5 6
1348 ApplResponseType INT 0 1 2
1349 ApplTotalMessageCount INT
1350 ApplLastSeqNum SEQNUM
1351 NoApplIDs NUMINGROUP
1352 ApplResendFlag BOOLEAN
1353 ApplResponseID STRING
1354 ApplResponseError INT 0 1 2
1355 RefApplID STRING
1356 ApplReportID STRING
1357 RefApplLastSeqNum SEQNUM
1358 LegPutOrCall INT
1361 TotNoFills INT
1362 NoFills NUMINGROUP
1363 FillExecID STRING
1364 FillPx PRICE
1365 FillQty QTY
1366 LegAllocID STRING
1367 LegAllocSettlCurrency CURRENCY
1368 TradSesEvent INT 0 1 2 3
1369 MassActionReportID STRING
1370 NoNotAffectedOrders NUMINGROUP
1371 NotAffectedOrderID STRING
1372 NotAffOrigClOrdID STRING
1373 MassActionType INT 1 2 3
1374 MassActionScope INT 1 2 3 4 5 6 7 8 9 10 11 12
1375 MassActionResponse INT 0 1
1376 MassActionRejectReason INT 0 1 2 3 4 5 6 7 8 9 99 10 11
1377 MultilegModel INT 0 1 2
1378 MultilegPriceMethod INT 0 1 2 3 4 5
1379 LegVolatility FLOAT
1380 DividendYield PERCENTAGE
1381 LegDividendYield PERCENTAGE
1382 CurrencyRatio FLOAT
1383 LegCurrencyRatio FLOAT
1384 LegExecInst MULTIPLECHARVALUE
1385 ContingencyType INT 1 2 3 4
1386 ListRejectReason INT 0 2 4 5 6 11 99
1387 NoTrdRepIndicators NUMINGROUP
1388 TrdRepPartyRole INT
1389 TrdRepIndicator BOOLEAN
1390 TradePublishIndicator INT 0 1 2
1391 UnderlyingLegOptAttribute CHAR
1392 UnderlyingLegSecurityDesc STRING
1393 MarketReqID STRING
1394 MarketReportID STRING
1395 MarketUpdateAction CHAR A D M
1396 MarketSegmentDesc STRING
1397 EncodedMktSegmDescLen LENGTH
1398 EncodedMktSegmDesc DATA
1399 ApplNewSeqNum SEQNUM
1400 EncryptedPasswordMethod INT
1401 EncryptedPasswordLen LENGTH
1402 EncryptedPassword DATA
1403 EncryptedNewPasswordLen LENGTH
1404 EncryptedNewPassword DATA
1405 UnderlyingLegMaturityTime TZTIMEONLY
1406 RefApplExtID INT
1407 DefaultApplExtID INT
1408 DefaultCstmApplVerID STRING
1409 SessionStatus INT 0 1 2 3 4 5 6 7 8
1410 DefaultVerIndicator BOOLEAN
1411 Nested4PartySubIDType INT
1412 Nested4PartySubID STRING
1413 NoNested4PartySubIDs NUMINGROUP
1414 NoNested4PartyIDs NUMINGROUP
1415 Nested4PartyID STRING
1416 Nested4PartyIDSource CHAR
1417 Nested4PartyRole INT
1418 LegLastQty QTY
1419 UnderlyingExerciseStyle INT
1420 LegExerciseStyle INT
1421 LegPriceUnitOfMeasure STRING
1422 LegPriceUnitOfMeasureQty QTY
1423 UnderlyingUnitOfMeasureQty QTY
1424 UnderlyingPriceUnitOfMeasure STRING
1425 UnderlyingPriceUnitOfMeasureQty QTY
1426 ApplReportType INT 0 1 2 3
1427 SideExecID STRING
1428 OrderDelay INT
1429 OrderDelayUnit INT 0 1 2 3 4 5 10 11 12 13 14 15
1430 VenueType CHAR E P X
1431 RefOrdIDReason INT 0 1 2
1432 OrigCustOrderCapacity INT 1 2 3 4
1433 RefApplReqID STRING
1434 ModelType INT 0 1
1435 ContractMultiplierUnit INT 0 1 2
1436 LegContractMultiplierUnit INT
1437 UnderlyingContractMultiplierUnit INT
1438 DerivativeContractMultiplierUnit INT
1439 FlowScheduleType INT 0 1 2 3 4
1440 LegFlowScheduleType INT
1441 UnderlyingFlowScheduleType INT
1442 DerivativeFlowScheduleType INT
1443 FillLiquidityInd INT
1444 SideLiquidityInd INT
1445 NoRateSources NUMINGROUP
1446 RateSource INT 0 1 2 99
1447 RateSourceType INT 0 1
1448 ReferencePage STRING
1449 RestructuringType STRING FR MR MM XR
1450 Seniority STRING SD SR SB
1451 NotionalPercentageOutstanding PERCENTAGE
1452 OriginalNotionalPercentageOutstanding PERCENTAGE
1453 UnderlyingRestructuringType STRING
1454 UnderlyingSeniority STRING
1455 UnderlyingNotionalPercentageOutstanding PERCENTAGE
1456 UnderlyingOriginalNotionalPercentageOutstanding PERCENTAGE
1457 AttachmentPoint PERCENTAGE
1458 DetachmentPoint PERCENTAGE
1459 UnderlyingAttachmentPoint PERCENTAGE
1460 UnderlyingDetachmentPoint PERCENTAGE
1461 NoTargetPartyIDs NUMINGROUP
1462 TargetPartyID STRING
1463 TargetPartyIDSource CHAR
1464 TargetPartyRole INT
1465 SecurityListID STRING
1466 SecurityListRefID STRING
1467 SecurityListDesc STRING
1468 EncodedSecurityListDescLen LENGTH
1469 EncodedSecurityListDesc DATA
1470 SecurityListType INT 1 2 3 4
1471 SecurityListTypeSource INT 1 2 3
1472 NewsID STRING
1473 NewsCategory INT 0 1 2 3 99
1474 LanguageCode LANGUAGE
1475 NoNewsRefIDs NUMINGROUP
1476 NewsRefID STRING
1477 NewsRefType INT 0 1 2
1478 StrikePriceDeterminationMethod INT 1 2 3 4
1479 StrikePriceBoundaryMethod INT 1 2 3 4 5
1480 StrikePriceBoundaryPrecision PERCENTAGE
1481 UnderlyingPriceDeterminationMethod INT 1 2 3 4
1482 OptPayoutType INT 1 2 3
1483 NoComplexEvents NUMINGROUP
1484 ComplexEventType INT 1 2 3 4 5 6 7 8 9
1485 ComplexOptPayoutAmount AMT
1486 ComplexEventPrice PRICE
1487 ComplexEventPriceBoundaryMethod INT 1 2 3 4 5
1488 ComplexEventPriceBoundaryPrecision PERCENTAGE
1489 ComplexEventPriceTimeType INT 1 2 3
1490 ComplexEventCondition INT 1 2
1491 NoComplexEventDates NUMINGROUP
1492 ComplexEventStartDate UTCTIMESTAMP
1493 ComplexEventEndDate UTCTIMESTAMP
1494 NoComplexEventTimes NUMINGROUP
1495 ComplexEventStartTime UTCTIMEONLY
1496 ComplexEventEndTime UTCTIMEONLY
1497 StreamAsgnReqID STRING
1498 StreamAsgnReqType INT 1 2
1499 NoAsgnReqs NUMINGROUP
1500 MDStreamID STRING
1501 StreamAsgnRptID STRING
1502 StreamAsgnRejReason INT 0 1 2 3 99
1503 StreamAsgnAckType INT 0 1
1504 RelSymTransactTime UTCTIMESTAMP
1617 StreamAsgnType INT 1 2 3
components
CommissionData 12 13 479 497
DiscretionInstructions 388 389 841 842 843 844 846
FinancingDetails 913 914 915 918 788 916 917 919 898
Instrument 55 65 48 22 @SecAltIDGrp 460 1227 1151 461 167 762 200 541 1079 966 1049 965 224 225 239 226 227 228 255 543 470 471 472 240 202 947 967 968 206 231 969 1146 996 1147 1191 1192 1193 1194 1195 1196 1197 1198 1199 1200 201 1244 1242 997 223 207 970 971 106 348 349 107 350 351 @SecurityXML 691 667 875 876 @EvntGrp 873 874 @InstrumentParties 1435 1439 1449 1450 1451 1452 1457 1458 1478 1479 1480 1481 1482 @ComplexEvents
InstrumentExtension 668 869 @AttrbGrp
InstrumentLeg 600 601 602 603 @LegSecAltIDGrp 607 608 609 764 610 611 1212 248 249 250 251 252 253 257 599 596 597 598 254 612 942 613 614 999 1224 1421 1422 1001 1420 615 616 617 618 619 620 621 622 623 624 556 740 739 955 956 1358 1017 1436 1440
LegBenchmarkCurveData 676 677 678 679 680
LegStipulations 683[688 689]
NestedParties 539[524 525 538 @NstdPtysSubGrp]
OrderQtyData 38 152 516 468 469
Parties 453[448 447 452 @PtysSubGrp]
PegInstructions 211 1094 835 836 837 838 840 1096 1097 1098 1099
PositionAmountData 753[707 708 1055]
PositionQty 702[703 704 705 706 976 @NestedParties]
SettlInstructionsData 172 169 170 171 @DlvyInstGrp
SettlParties 781[782 783 784 @SettlPtysSubGrp]
SpreadOrBenchmarkCurveData 218 220 221 222 662 663 699 761
Stipulations 232[233 234]
TrdRegTimestamps 768[769 770 771 1033 1034 1035]
UnderlyingInstrument 311 312 309 305 @UndSecAltIDGrp 462 463 310 763 313 542 1213 241 242 243 244 245 246 256 595 592 593 594 247 316 941 317 436 998 1423 1424 1425 1000 1419 435 308 306 362 363 307 364 365 877 878 972 318 879 975 973 974 810 882 883 884 885 886 @UnderlyingStipulations 1044 1045 1046 1038 @UndlyInstrumentParties 1039 315 1437 1441 1453 1454 1455 1456 1459 1460
YieldData 235 236 701 696 697 698
UnderlyingStipulations 887[888 889]
NestedParties2 756[757 758 759 @NstdPtys2SubGrp]
NestedParties3 948[949 950 951 @NstdPtys3SubGrp]
AffectedOrdGrp 534[41 535 536]
AllocAckGrp 78[79 661 366 1047 467 776 @NestedParties 161 360 361 989 993 992 80]
AllocGrp 78[79 661 573 366 80 467 81 989 1002 993 1047 992 @NestedParties 208 209 161 360 361 @CommissionData 153 154 119 737 120 736 155 156 742 741 @MiscFeesGrp @ClrInstGrp 635 780 @SettlInstructionsData]
BidCompReqGrp 420[66 54 336 625 430 63 64 1 660]
BidCompRspGrp 420[@CommissionData! 66 421 54 44 423 406 430 63 64 336 625 58 354 355]!
BidDescReqGrp 398[399 400 401 404 441 402 403 405 406 407 408]
ClrInstGrp 576[577]
CollInqQualGrp 938[896]
CompIDReqGrp 936[930 931 283 284]
CompIDStatGrp 936[930! 931 283 284 928! 929]!
ContAmtGrp 518[519 520 521]
ContraGrp 382[375 337 437 438 655]
CpctyConfGrp 862[528! 529 863!]!
ExecAllocGrp 124[32 17 527 31 669 29 1003 1041]
ExecCollGrp 124[17]
InstrmtGrp 146[@Instrument]
InstrmtLegExecGrp 555[@InstrumentLeg 687 685 690 @LegStipulations 1366 @LegPreAllocGrp 564 565 @NestedParties3 654 587 588 637 675 1073 1074 1075 1379 1381 1383 1384 1418]
InstrmtLegGrp 555[@InstrumentLeg]
InstrmtLegIOIGrp 555[@InstrumentLeg 682 @LegStipulations]
InstrmtLegSecListGrp 555[@InstrumentLeg 690 587 @LegStipulations @LegBenchmarkCurveData]
InstrmtMDReqGrp 146[@Instrument! @UndInstrmtGrp @InstrmtLegGrp 15 537 63 64 271 1500]!
InstrmtStrkPxGrp 428[@Instrument! @UndInstrmtGrp 140 11 526 54 44 15 58 354 355]!
IOIQualGrp 199[104]
LegOrdGrp 555[@InstrumentLeg 687 690 @LegStipulations 1366 @LegPreAllocGrp 564 565 @NestedParties 654 587 588 675 685 1379 1381 1383 1384]!
LegPreAllocGrp 670[671 672 @NestedParties2 673 674 1367]
LegQuotGrp 555[@InstrumentLeg 687 685 690 587 588 @LegStipulations @NestedParties 686 681 684 @LegBenchmarkCurveData 654 1067 1068]
LegQuotStatGrp 555[@InstrumentLeg 687 685 690 587 588 @LegStipulations @NestedParties]
LinesOfTextGrp 33[58! 354 355]!
ListOrdGrp 73[11! 526 67! 583 160 @Parties 229 75 1 660 581 589 590 70 591 @PreAllocGrp 63 64 544 635 21 18 110 1089 1090 @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 @Instrument! @UndInstrmtGrp 140 54! 401 114 60 @Stipulations 854 @OrderQtyData! 40 423 44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 376 377 23 117 1080 1081 59 168 432 126 427 @CommissionData 528 529 1091 582 121 120 775 58 354 355 193 192 640 77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 494]!
MDFullGrp 268[269! 278 270 423 @YieldData @SpreadOrBenchmarkCurveData 40 15 271 @SecSizesGrp 1093 272 273 274 275 336 625 326 327 276 277 282 283 284 286 59 432 126 110 18 287 37 198 299 288 289 346 290 546 811 58 354 355 1023 528 1024 332 333 1020 63 64 1070 83 1048 1026 1027 @Parties 120 @RateSource 828 1025 31]!
MDIncGrp 268[279! 285 1173 264 269 278 280 @Instrument @UndInstrmtGrp @InstrmtLegGrp 291 292 270 423 @YieldData @SpreadOrBenchmarkCurveData 40 15 271 @SecSizesGrp 1093 272 273 274 275 336 625 326 327 276 277 828 574 282 283 284 286 59 432 126 110 18 287 37 198 299 1003 288 289 346 290 546 811 451 58 354 355 1023 528 1024 332 333 1020 63 64 483 60 1070 83 1048 1026 1027 @StatsIndGrp @Parties 120 @RateSource 1025 31 1500]!
MDReqGrp 267[269!]!
MDRjctGrp 816[817]
MiscFeesGrp 136[137 138 139 891]
OrdAllocGrp 73[11 37 198 526 66 @NestedParties2 38 799 800]
OrdListStatGrp 73[11 37 526 14! 39! 636 151! 84! 6! 103 58 354 355]!
PosUndInstrmtGrp 711[@UnderlyingInstrument 732 733 1037 @UnderlyingAmount]
PreAllocGrp 78[79 661 736 467 @NestedParties 80]
PreAllocMlegGrp 78[79 661 736 467 @NestedParties3 80]
QuotCxlEntriesGrp 295[@Instrument @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp]
QuotEntryAckGrp 295[299 @Instrument @InstrmtLegGrp 132 133 134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192 642 643 15 1167 368 775 528 529]
QuotEntryGrp 295[299! @Instrument @InstrmtLegGrp 132 133 134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192 642 643 15 775 528 529]!
QuotQualGrp 735[695]
QuotReqGrp 146[@Instrument! @FinancingDetails @UndInstrmtGrp 140 303 537 336 625 229 54 854 @OrderQtyData 110 63 64 193 192 15 @Stipulations 1 660 581 @QuotReqLegsGrp @QuotQualGrp 692 40 62 126 60 @SpreadOrBenchmarkCurveData 423 44 640 @YieldData @Parties 120 @RateSource]!
QuotReqLegsGrp 555[@InstrumentLeg 687 685 690 587 588 @LegStipulations @NestedParties @LegBenchmarkCurveData 654]
QuotReqRjctGrp 146[@Instrument! @FinancingDetails @UndInstrmtGrp 140 303 537 336 625 229 54 854 @OrderQtyData 63 64 193 192 15 @Stipulations 1 660 581 @QuotReqLegsGrp @QuotQualGrp 692 40 126 60 @SpreadOrBenchmarkCurveData 423 44 640 @YieldData @Parties]!
QuotSetAckGrp 296[302 @UnderlyingInstrument 304 1168 1169 1170 893 @QuotEntryAckGrp 367]
QuotSetGrp 296[302! @UnderlyingInstrument 367 304! 893 @QuotEntryGrp!]!
RelSymDerivSecGrp 146[@Instrument @SecondaryPriceLimits 15 292 @InstrumentExtension @InstrmtLegGrp 58 354 355 1504]
RFQReqGrp 146[@Instrument! @UndInstrmtGrp @InstrmtLegGrp 140 303 537 336 625]!
RgstDistInstGrp 510[477 512 478 498 499 500 501 502]
RgstDtlsGrp 473[509 511 474 482 @NestedParties 522 486 475]
RoutingGrp 215[216 217]
SecListGrp 146[@Instrument @InstrumentExtension @FinancingDetails @SecurityTradingRules @StrikeRules @UndInstrmtGrp 15 @Stipulations @InstrmtLegSecListGrp @SpreadOrBenchmarkCurveData @YieldData 58 354 355 1504]
SecTypesGrp 558[167 762 460 461 60]
SettlInstGrp 778[162 163 214 @Parties 54 460 167 461 120 168 126 779 @SettlInstructionsData 492 476 488 489 503 490 491 504 505]
SideCrossOrdCxlGrp 552[54! 41 11! 526 583 586 @Parties 229 75 @OrderQtyData! 376 58 354 355]!
SideCrossOrdModGrp 552[54! 41 11! 526 583 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocGrp 854 @OrderQtyData! @CommissionData 528 529 1091 582 121 120 775 58 354 355 77 203 544 635 377 659 962]!
TrdAllocGrp 78[79 661 736 467 @NestedParties2 80 993 1002 989 1136]
TrdCapRptSideGrp 552[54! 1009 1005 1006 1007 83 1008 430 1154 1155 @Parties 1 660 581 81 575 @ClrInstGrp 578 579 376 377 582 336 625 943 @CommissionData 157 230 158 159 738 920 921 922 238 237 118 119 155 156 77 58 354 355 752 @ContAmtGrp @Stipulations @MiscFeesGrp 825 826 591 70 @TrdAllocGrp @SideTrdRegTS @SettlDetails 1072 1057 1139 1115 @TradeReportOrderDetail 1427 1428 1429 1444]!
TrdCollGrp 897[571 818]
TrdInstrmtLegGrp 555[@InstrumentLeg 687 690 990 1152 @LegStipulations 564 565 @NestedParties 654 587 588 637 675 1073 1074 1075 1379 1381 1383 1384 1418 @TradeCapLegUnderlyingsGrp]
TrdgSesGrp 386[336 625]
UndInstrmtCollGrp 711[@UnderlyingInstrument 944]
UndInstrmtGrp 711[@UnderlyingInstrument]
TrdCapDtGrp 580[75 779 60]
EvntGrp 864[865 866 1145 867 868]
SecAltIDGrp 454[455 456]
LegSecAltIDGrp 604[605 606]
UndSecAltIDGrp 457[458 459]
AttrbGrp 870[871 872]
DlvyInstGrp 85[165 787 @SettlParties]
SettlPtysSubGrp 801[785 786]
PtysSubGrp 802[523 803]
NstdPtysSubGrp 804[545 805]
HopGrp 627[628 629 630]
NstdPtys2SubGrp 806[760 807]
NstdPtys3SubGrp 952[953 954]
StrategyParametersGrp 957[958 959 960]
SecLstUpdRelSymGrp 146[1324 @Instrument @InstrumentExtension @FinancingDetails @SecurityTradingRules @StrikeRules @UndInstrmtGrp 15 @Stipulations @SecLstUpdRelSymsLegGrp @SpreadOrBenchmarkCurveData @YieldData 58 354 355 1504]
SecLstUpdRelSymsLegGrp 555[@InstrumentLeg 690 587 @LegStipulations @LegBenchmarkCurveData]
UnderlyingAmount 984[985 986 987 988]
ExpirationQty 981[982 983]
InstrumentParties 1018[1019 1050 1051 @InstrumentPtysSubGrp]
InstrumentPtysSubGrp 1052[1053 1054]
SideTrdRegTS 1016[1012 1013 1014]
TrdCapRptAckSideGrp 552[54! @Parties 1 660 581 81 575 @ClrInstGrp 578 579 376 377 582 336 625 943 430 1154 1155 @CommissionData 157 230 158 159 738 920 921 922 238 237 118 119 155 156 77 752 @ContAmtGrp @Stipulations @MiscFeesGrp 825 @SettlDetails 826 591 70 @TrdAllocGrp 1072 1057 1009 1005 1006 1007 83 1008 @SideTrdRegTS 1427 1428 1429 1115 @TradeReportOrderDetail]!
UndlyInstrumentParties 1058[1059 1060 1061 @UndlyInstrumentPtysSubGrp]
UndlyInstrumentPtysSubGrp 1062[1063 1064]
DisplayInstruction 1138 1082 1083 1084 1085 1086 1087 1088
TriggeringInstruction 1100 1101 1102 1103 1104 1105 1106 1107 1108 1109 1110 1111 1112 1113 1114
RootParties 1116[1117 1118 1119 @RootSubParties]
RootSubParties 1120[1121 1122]
TrdSessLstGrp 386[336! 625 207 1301 1300 1326 338 339 325 340! 567 341 342 343 344 345 387 @TradingSessionRules 58 354 355 60 1327]!
MsgTypeGrp 384[372 385 1130 1406 1131 1410]
SecurityTradingRules @BaseTradingRules @TradingSessionRulesGrp @NestedInstrumentAttribute
SettlDetails 1158[1164 @SettlParties]
SettlObligationInstructions 1165[430 1161 1162 1163 1157 119 15 120 155 64 @Instrument @Parties 168 126 779 @SettlDetails]
SecSizesGrp 1177[1178 1179]
StatsIndGrp 1175[1176]
SecurityXML 1184 1185 1186
TickRules 1205[1206 1207 1208 1209]
StrikeRules 1201[1223 1202 1203 1204 1304 @MaturityRules]
MaturityRules 1236[1222 1303 1302 1241 1226 1229]
SecondaryPriceLimits 1305 1221 1230 1240
PriceLimits 1306 1148 1149 1150
MarketDataFeedTypes 1141[1022 264 1021]
LotTypeRules 1234[1093 1231]
MatchRules 1235[1142 574]
ExecInstRules 1232[1308]
TimeInForceRules 1239[59]
OrdTypeRules 1237[40]
TradingSessionRules @OrdTypeRules @TimeInForceRules @ExecInstRules @MatchRules @MarketDataFeedTypes
TradingSessionRulesGrp 1309[336 625 @TradingSessionRules]
BaseTradingRules @TickRules @LotTypeRules @PriceLimits 827 562 1140 1143 1144 1245 561 1377 1378 423
MarketSegmentGrp 1310[1301 1300 @SecurityTradingRules @StrikeRules]
DerivativeInstrumentPartySubIDsGrp 1296[1297 1298]
DerivativeInstrumentParties 1292[1293 1294 1295 @DerivativeInstrumentPartySubIDsGrp]
DerivativeInstrumentAttribute 1311[1313 1314]
NestedInstrumentAttribute 1312[1210 1211]
DerivativeInstrument 1214 1215 1216 1217 @DerivativeSecurityAltIDGrp 1246 1228 1243 1247 1248 1249 1250 1251 1252 1253 1254 1255 1256 1276 1257 1258 1259 1260 1261 1262 1263 1264 1265 1266 1267 1268 1269 1270 1315 1316 1317 1318 1319 1320 1321 1322 1323 1299 1225 1271 1272 1273 1274 1275 1277 1278 1279 1280 1281 @DerivativeSecurityXML 1285 @DerivativeEventsGrp @DerivativeInstrumentParties 1438 1442
DerivativeSecurityAltIDGrp 1218[1219 1220]
DerivativeEventsGrp 1286[1287 1288 1289 1290 1291]
DerivativeSecurityDefinition @DerivativeInstrument @DerivativeInstrumentAttribute @MarketSegmentGrp
RelSymDerivSecUpdGrp 146[1324 292 @Instrument @InstrumentExtension @SecondaryPriceLimits 15 @InstrmtLegGrp 58 354 355 1504]
DerivativeSecurityXML 1282 1283 1284
UnderlyingLegSecurityAltIDGrp 1334[1335 1336]
UnderlyingLegInstrument 1330 1331 1332 1333 @UnderlyingLegSecurityAltIDGrp 1344 1337 1338 1339 1345 1405 1340 1391 1343 1341 1392
TradeCapLegUnderlyingsGrp 1342[@UnderlyingLegInstrument]
UsernameGrp 809[553]
NotAffectedOrdersGrp 1370[1372 1371]
FillsGrp 1362[1363 1364 1365 @NestedParties4 1443]
TrdRepIndicatorsGrp 1387[1388 1389]
ApplicationSequenceControl 1180 1181 1350 1352
ApplIDRequestGrp 1351[1355 1182 1183 @NestedParties 1433]
ApplIDRequestAckGrp 1351[1355 1182 1183 1357 1354 @NestedParties 1433]
ApplIDReportGrp 1351[1355 1399 1357]
NstdPtys4SubGrp 1413[1412 1411]
NestedParties4 1414[1415 1416 1417 @NstdPtys4SubGrp]
TradeReportOrderDetail 37 198 11 526 66 1080 1081 1431 40 44 99 18 39 @OrderQtyData 151 14 59 126 @DisplayInstruction 528 529 1432 821 1093 483 586 775
RateSource 1445[1446 1447 1448]
TargetParties 1461[1462 1463 1464]
NewsRefGrp 1475[1476 1477]
ComplexEvents 1483[1484 1485 1486 1487 1488 1489 1490 @ComplexEventDates]
ComplexEventDates 1491[1492 1493 @ComplexEventTimes]
ComplexEventTimes 1494[1495 1496]
StrmAsgnReqGrp 1499[@Parties @StrmAsgnReqInstrmtGrp]
StrmAsgnRptGrp 1499[@Parties @StrmAsgnRptInstrmtGrp]
StrmAsgnReqInstrmtGrp 146[@Instrument 63 271 1500]
StrmAsgnRptInstrmtGrp 146[@Instrument 63 1617 1500 1502 58 354 355]
header

trailer

messages
6 app IOI @ApplicationSequenceControl 23! 28! 26 @Instrument! @Parties @FinancingDetails @UndInstrmtGrp 54! 854 @OrderQtyData 27! 15 @Stipulations @InstrmtLegIOIGrp 423 44 62 25 130 @IOIQualGrp 58 354 355 60 149 @RoutingGrp @SpreadOrBenchmarkCurveData @YieldData
7 app Advertisement 2! 5! 3 @Instrument! @InstrmtLegGrp @UndInstrmtGrp 4! 53! 854 44 15 75 60 58 354 355 149 30 336 625
8 app ExecutionReport @ApplicationSequenceControl 37! 198 526 527 11 41 583 693 790 584 961 911 912 @Parties 229 @ContraGrp 66 548 551 549 880 17! 19 150! 39! 636 103 378 1 660 581 589 590 591 70 @PreAllocGrp 63 64 574 1115 544 635 @Instrument! @FinancingDetails @UndInstrmtGrp 54! @Stipulations 854 @OrderQtyData 1093 40 423 44 1092 99 @TriggeringInstruction @PegInstructions @DiscretionInstructions 839 1095 845 847 @StrategyParametersGrp 848 849 850 15 376 377 59 168 432 126 18 1057 528 529 1091 582 32 1056 1071 652 31 651 669 194 195 30 336 625 943 29 151! 14! 6 424 425 426 1361 893 @FillsGrp 427 75 60 113 @CommissionData @SpreadOrBenchmarkCurveData @YieldData 381 157 230 158 159 738 920 921 922 258 259 260 238 237 118 119 120 155 156 21 110 1089 1090 @DisplayInstruction 111 77 210 775 58 354 355 193 192 641 442 480 481 513 494 483 515 484 485 638 639 851 @ContAmtGrp @InstrmtLegExecGrp 797 @MiscFeesGrp 1380 1028 1029 1030 1031 1032 @TrdRegTimestamps 1188 1189 1190 811 @RateSource
9 app OrderCancelReject 37! 198 526 11! 583 41 39! 636 586 66 1 660 581 229 75 60 434! 102 58 354 355
B app News @ApplicationSequenceControl 42 61 148! 358 359 @RoutingGrp @InstrmtGrp @InstrmtLegGrp @UndInstrmtGrp @LinesOfTextGrp! 149 95 96 1472 @NewsRefGrp 1473 1474 1301 1300
C app Email 164! 94! 42 147! 356 357 @RoutingGrp @InstrmtGrp @UndInstrmtGrp @InstrmtLegGrp 37 11 @LinesOfTextGrp! 95 96
D app NewOrderSingle 11! 526 583 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocGrp 63 64 544 635 21 18 110 1089 1090 @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 @Instrument! @FinancingDetails @UndInstrmtGrp 140 54! 114 60! @Stipulations 854 @OrderQtyData! 40! 423 44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 1091 582 121 120 775 58 354 355 193 192 640 77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 480 481 513 494 1028 1029 1030 1031 1032 @TrdRegTimestamps 1080 1081
E app NewOrderList 66! 390 391 414 394! 415 480 481 513 433 69 1385 352 353 765 766 767 68! 893 @RootParties @ListOrdGrp!
F app OrderCancelRequest 41 37 11! 526 583 66 586 1 660 581 @Parties @Instrument! @FinancingDetails @UndInstrmtGrp 54! 60! @OrderQtyData! 376 58 354 355
G app OrderCancelReplaceRequest 37 @Parties 229 75 41 11! 526 583 66 586 1 660 581 589 590 591 70 @PreAllocGrp 63 64 544 635 21 18 110 1089 1090 @DisplayInstruction 111 100 1133 @TrdgSesGrp @Instrument! @FinancingDetails @UndInstrmtGrp 54! 60! 854 @OrderQtyData! 40! 423 44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 376 377 15 59 168 432 126 427 @CommissionData 528 529 1091 582 121 120 775 58 354 355 193 192 640 77 203 210 114 480 481 513 494 1028 1029 1030 1031 1032 @TrdRegTimestamps
H app OrderStatusRequest 37 11 526 583 @Parties 790 1 660 @Instrument! @FinancingDetails @UndInstrmtGrp 54!
J app AllocationInstruction 70! 71! 626! 793 72 796 808 196 197 466 857 @OrdAllocGrp @ExecAllocGrp 570 700 574 54! @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 30 229 336 625 423 6 860 @SpreadOrBenchmarkCurveData 15 74 @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650 @Stipulations @YieldData @PositionAmountData 892 893 @AllocGrp 819 715 828 829 582 578 442 1011 991 @RateSource
K app ListCancelRequest 66! @Parties 60! 229 75 58 354 355
L app ListExecute 66! 391 390 60! 58 354 355
M app ListStatusRequest 66! 58 354 355
N app ListStatus 66! 429! 82! 431! 1385 1386 83! 444 445 446 60 68! 893 @OrdListStatGrp!
P app AllocationInstructionAck 70! @Parties 793 75 60 87! 88 626 808 573 460 167 58 354 355 @AllocAckGrp
Q app DontKnowTrade 37! 198 17! 127! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 54! @OrderQtyData! 32 31 58 354 355
R app QuoteRequest 131! 644 11 528 1171 1172 1091 @RootParties @QuotReqGrp! 58 354 355 775 529
S app Quote 131 117! 1166 693 537 1171 @QuotQualGrp 301 @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 63 64 193 192 15 @Stipulations 1 660 581 @LegQuotGrp 132 133 645 646 647 134 648 135 110 62 188 190 189 191 1065 1066 631 632 633 634 60 40 642 643 656 657 156 13 12 582 100 1133 528 423 @SpreadOrBenchmarkCurveData @YieldData 58 354 355 775 529 120 @RateSource
T app SettlementInstructions 777! 791 160! 792 58 354 355 11 60! @SettlInstGrp
V app MarketDataRequest 262! 263! @Parties 264! 265 266 286 546 547 @MDReqGrp! @InstrmtMDReqGrp! @TrdgSesGrp 815 812 1070
W app MarketDataSnapshotFullRefresh @ApplicationSequenceControl 911 963 715 1021 1173 264 1022 1187 75 262 @Instrument! @UndInstrmtGrp @InstrmtLegGrp 291 292 451 @MDFullGrp! 813 814 @RoutingGrp 1500
X app MarketDataIncrementalRefresh @ApplicationSequenceControl 1021 1022 75 262 @MDIncGrp! 813 814 @RoutingGrp
Y app MarketDataRequestReject 262! @Parties 281 @MDRjctGrp 58 354 355
Z app QuoteCancel 131 117 1166 298! 301 @Parties 1 660 581 336 625 @QuotCxlEntriesGrp 537 @TargetParties
a app QuoteStatusRequest 649 117 @Instrument @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @Parties 1 660 581 336 625 263 @TargetParties
b app MassQuoteAcknowledgement 131 117 297! 300 301 537 298 @Parties 1 660 581 58 354 355 @QuotSetAckGrp @TargetParties
c app SecurityDefinitionRequest 320! 321! 1301 1300 @Instrument @InstrumentExtension @UndInstrmtGrp 15 58 354 355 336 625 @Stipulations @InstrmtLegGrp @SpreadOrBenchmarkCurveData @YieldData 827 263
d app SecurityDefinition @ApplicationSequenceControl 964 715 320 322 323 292 @Instrument @InstrumentExtension @UndInstrmtGrp 15 58 354 355 @Stipulations @InstrmtLegGrp @SpreadOrBenchmarkCurveData @YieldData @MarketSegmentGrp 60
e app SecurityStatusRequest 324! @Instrument! @InstrumentExtension @UndInstrmtGrp @InstrmtLegGrp 15 263! 1301 1300 336 625
f app SecurityStatus @ApplicationSequenceControl 324 @Instrument! @InstrumentExtension @UndInstrmtGrp @InstrmtLegGrp 15 1301 1300 336 625 325 326 1174 291 292 327 328 329 1021 264 330 331 332 333 31 60 334 1025 58 354 355
g app TradingSessionStatusRequest 335! 1301 1300 336 625 338 339 263! 207
h app TradingSessionStatus @ApplicationSequenceControl 335 1301 1300 336! 625 338 339 325 340! 1368 567 341 342 343 344 345 387 58 354 355 @Instrument
i app MassQuote 131 117! 537 301 @Parties 1 660 581 293 294 @QuotSetGrp!
j app BusinessMessageReject 45 372! 1130 1406 1131 379 380! 58 354 355
k app BidRequest 390 391! 374! 392 393! 394! 395 15 396 397 @BidDescReqGrp @BidCompReqGrp 409 410 411 412 413 414 415 416 121 417 75 418! 419! 443 58 354 355
l app BidResponse 390 391 @BidCompRspGrp!
m app ListStrikePrice 66! 422! 893 @InstrmtStrkPxGrp!
o app RegistrationInstructions 513! 514! 508! 11 @Parties 1 660 493 495 517 @RgstDtlsGrp @RgstDistInstGrp
p app RegistrationInstructionsResponse 513! 514! 508! 11 @Parties 1 660 506! 507 496
q app OrderMassCancelRequest 11! 526 530! 336 625 @Parties @Instrument @UnderlyingInstrument 1301 1300 54 60! 58 354 355 @TargetParties
r app OrderMassCancelReport 11 526 37! 1369! 198 530! 531! 532 533 @AffectedOrdGrp @NotAffectedOrdersGrp 336 625 @Parties @Instrument @UnderlyingInstrument 1301 1300 54 60 58 354 355 @TargetParties
s app NewOrderCross 548! 549! 550! @RootParties @SideCrossOrdModGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 63 64 21 18 110 1089 1090 @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 140 114 60! 483 @Stipulations 40! 423 44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 376 23 117 59 168 432 126 427 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 480 481 513 494
t app CrossOrderCancelReplaceRequest 37 548! 551! 961 549! 550! @RootParties @SideCrossOrdModGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 63 64 21 18 110 1089 1090 @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 140 114 60! 483 @Stipulations 40! 423 44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 376 23 117 59 168 432 126 427 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 480 481 513 494
u app CrossOrderCancelRequest 37 548! 551! 961 549! 550! @RootParties @SideCrossOrdCxlGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 60!
v app SecurityTypeRequest 320! 58 354 355 1301 1300 336 625 460 167 762
w app SecurityTypes @ApplicationSequenceControl 320! 322! 323! 557 893 @SecTypesGrp 58 354 355 1301 1300 336 625 263
x app SecurityListRequest 320! 559! 1301 1300 @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 15 58 354 355 336 625 263 1465 1470 1471
y app SecurityList @ApplicationSequenceControl 964 715 320 322 560 393 1301 1300 893 @SecListGrp 1465 1466 1467 1468 1469 1470 1471 60
z app DerivativeSecurityListRequest 320! 559! 1301 1300 @UnderlyingInstrument @DerivativeInstrument 762 15 58 354 355 336 625 263
AA app DerivativeSecurityList @ApplicationSequenceControl 320 322 560 @UnderlyingInstrument @DerivativeSecurityDefinition 393 893 @RelSymDerivSecGrp 964 715 60
AB app NewOrderMultileg 11! 526 583 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocMlegGrp 63 64 544 635 21 18 110 1089 1090 @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 54! @Instrument @UndInstrmtGrp 140 1069 @LegOrdGrp 114 60! 854 @OrderQtyData 40! 1377 1378 423 44 1092 99 @TriggeringInstruction 15 376 377 23 117 1080 1081 59 168 432 126 427 @CommissionData 528 529 1091 582 121 120 775 58 354 355 77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 1190 849 480 481 513 494 563
AC app MultilegOrderCancelReplace 37 41 11 526 583 586 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocMlegGrp 63 64 544 635 21 18 110 1089 1090 @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 54! @Instrument @UndInstrmtGrp 140 1069 @LegOrdGrp 114 60! 854 @OrderQtyData! 40! 1377 1378 423 44 1092 99 @TriggeringInstruction 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 1091 582 121 120 775 58 354 355 77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 1190 849 480 481 513 494 563
AD app TradeCaptureReportRequest 568! 1003 1040 1041 1042 569! 263 571 818 17 150 37 11 573 828 829 1123 830 855 820 880 @Parties @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @TrdCapDtGrp 715 336 625 943 54 442 578 579 725 726 58 354 355 1011
AE app TradeCaptureReport @ApplicationSequenceControl 571 1003 1040 1041 1042 487 856 939 568 828 829 855 1123 1124 1125 1126 1127 830 150 748 912 325 263 572 881 818 820 880 17 527 378 570 423 @RootParties 1015 716 717 @Instrument! @FinancingDetails 854 @YieldData @UndInstrmtGrp 822 823 32! 31! 1056 15 120 669 194 195 1071 30 75 715 6 @SpreadOrBenchmarkCurveData 819 @PositionAmountData 442 824 @TrdInstrmtLegGrp 60 @TrdRegTimestamps 63 64 987 573 574 @TrdCapRptSideGrp! 1188 1380 1190 1382 797 @TrdRepIndicatorsGrp 852 1390 853 994 1011 779 991 1132 1134 381 1328 1329 1430 1300 1301
AF app OrderMassStatusRequest 584! 585! @Parties 1 660 336 625 @Instrument @UnderlyingInstrument 54 @TargetParties
AG app QuoteRequestReject 131! 644 658! 1171 1172 1091 @RootParties @QuotReqRjctGrp! 58 354 355
AH app RFQRequest 644! @Parties @RFQReqGrp! 263 1171
AI app QuoteStatusReport 649 131 117 1166 693 537 298 @Parties 336 625 @Instrument @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 63 64 193 192 15 @Stipulations 1 660 581 @LegQuotStatGrp @QuotQualGrp 126 44 423 @SpreadOrBenchmarkCurveData @YieldData 132 133 645 646 647 134 648 135 110 62 188 190 189 191 631 632 633 634 60 40 642 643 656 657 156 13 12 582 100 1133 297 300 58 354 355 775 528 529 @TargetParties
AJ app QuoteResponse 693! 117 1166 694! 11 528 529 23 537 1091 @QuotQualGrp @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 110 63 64 193 192 15 @Stipulations 1 660 581 @LegQuotGrp 132 133 645 646 647 134 648 135 62 188 190 189 191 631 632 633 634 60 40 642 643 656 657 156 12 13 582 100 1133 58 354 355 44 423 @SpreadOrBenchmarkCurveData @YieldData
AK app Confirmation 664! 772 859 666! 773! 797 650 665! @Parties @OrdAllocGrp 70 793 467 60! 75! @TrdRegTimestamps @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @YieldData 80! 854 54! 15 30 @CpctyConfGrp! 79! 661 798 6! 74 423 860 @SpreadOrBenchmarkCurveData 861 58 354 355 81 381! 157 230 158 159 738 920 921 922 238 237 118! 890 119 120 155 156 63 64 @SettlInstructionsData @CommissionData 858 @Stipulations @MiscFeesGrp
AL app PositionMaintenanceRequest 710 709! 712! 713 714 715! 716 717 @Parties! 1 660 581 @Instrument! 15 @InstrmtLegGrp @UndInstrmtGrp @TrdgSesGrp 60 @PositionQty! @PositionAmountData 718 719 720 834 58 354 355 120
AM app PositionMaintenanceReport 721! 709! 710 712! 713 722! 723 715! 716 717 @Parties 1 660 581 714 @Instrument! 15 120 719 720 @InstrmtLegGrp @UndInstrmtGrp @TrdgSesGrp 60 @PositionQty! @PositionAmountData 718 834 58 354 355
AN app RequestForPositions 710! 724! 573 263 120 @Parties! 1 660 581 @Instrument 15 @InstrmtLegGrp @UndInstrmtGrp 715! 716 717 @TrdgSesGrp 60! 725 726 58 354 355
AO app RequestForPositionsAck 721! 710 727 325 728! 729! 724 573 715 263 716 717 120 @Parties! 1 660 581 @Instrument 15 @InstrmtLegGrp @UndInstrmtGrp 725 726 58 354 355
AP app PositionReport @ApplicationSequenceControl 721! 710 724 263 727 728 325 715! 716 717 423 120 1011 @Parties! 1 660 581 @Instrument 15 730 731 734 573 @InstrmtLegGrp @PosUndInstrmtGrp @PositionQty @PositionAmountData 506 743 58 354 355 1434 811
AQ app TradeCaptureReportRequestAck 568! 1003 1040 1041 1042 569! 263 748 749! 750! @Instrument @UndInstrmtGrp @InstrmtLegGrp 442 725 726 58 354 355 1011
AR app TradeCaptureReportAck 571 1003 1040 1041 1042 487 856 828 829 855 1123 1124 1125 1126 1127 830 @RootParties 150 572 881 939 751 818 263 820 880 17 527 378 570 423 822 823 716 717 854 32 31 @Instrument! 669 1056 1071 15 120 194 195 30 75 715 6 819 442 824 60 63 @UndInstrmtGrp 573 574 797 @TrdRepIndicatorsGrp 852 1390 853 @TrdInstrmtLegGrp @TrdRegTimestamps 725 726 58 354 355 1015 635 @PositionAmountData 994 1011 779 991 @TrdCapRptAckSideGrp 1135 381 64 1329 1430 1300 1301
AS app AllocationReport 755! 70 71! 795 796 793 794! 87! 88 72 808 196 197 466 715 828 829 442 582 578 991 1011 579 819 857 @OrdAllocGrp @ExecAllocGrp 570 700 574 54! @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 30 229 336 625 423 6! 860 @SpreadOrBenchmarkCurveData 15 74 @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650 @Stipulations @YieldData @PositionAmountData 892 893 @AllocGrp @RateSource
AT app AllocationReportAck 755! 70 715 819 53 71 @Parties 793 75 60 87 88 794 808 573 460 167 58 354 355 @AllocAckGrp
AU app ConfirmationAck 664! 75! 60! 940! 774 573 58 354 355
AV app SettlementInstructionRequest 791! 60! @Parties 79 661 54 460 167 461 120 168 126 779 169 170 171
AW app AssignmentReport @ApplicationSequenceControl 833! 832 912 @Parties! 1 581 @Instrument 15 @InstrmtLegGrp @UndInstrmtGrp @PositionQty @PositionAmountData 834 730 731 732 734 432 744 745 746 747 716 717 715! 58 354 355 710
AX app CollateralRequest 894! 895! 60! 126 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations 336 625 716 717 715 58 354 355
AY app CollateralAssignment 902! 894 895! 903! 907 60! 126 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
AZ app CollateralResponse 904! 902 894 895 903 905! 906 60! 1043 291 715 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations 58 354 355
BA app CollateralReport 908! 909 60 1043 291 910! 911 912 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
BB app CollateralInquiry 909! @CollInqQualGrp 263 725 726 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtGrp 899 900 901 @TrdRegTimestamps 54 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
BC app NetworkCounterpartySystemStatusRequest 935! 933! @CompIDReqGrp
BD app NetworkCounterpartySystemStatusResponse 937! 933 932! 934 @CompIDStatGrp!
BE app UserRequest 923! 924! 553! 554 925 1400 1401 1402 1403 1404 95 96
BF app UserResponse 923! 553! 926 927
BG app CollateralInquiryAck 909! 945! 946 @CollInqQualGrp 911 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtGrp 336 625 716 717 715 725 726 58 354 355
BH app ConfirmationRequest 859! 773! @OrdAllocGrp 70 793 467 60! 79 661 798 58 354 355
BO app ContraryIntentionReport @ApplicationSequenceControl 977! 60 978 979 715! @Parties! @ExpirationQty! @Instrument! @UndInstrmtGrp 58 354 355
BP app SecurityDefinitionUpdateReport @ApplicationSequenceControl 964 320 322 323 715 980 292 @Instrument @InstrumentExtension @UndInstrmtGrp 15 58 354 355 @Stipulations @InstrmtLegGrp @SpreadOrBenchmarkCurveData @YieldData @MarketSegmentGrp 60
BK app SecurityListUpdateReport @ApplicationSequenceControl 964 320 322 560 393 715 980 292 1301 1300 893 @SecLstUpdRelSymGrp 1465 1466 1467 1468 1469 1470 1471 60
BL app AdjustedPositionReport 721! 724 715! 716 714 @Parties! @PositionQty! @InstrmtGrp 730 734
BM app AllocationInstructionAlert 70! 71! 626! 793 72 796 808 196 197 466 857 @OrdAllocGrp @ExecAllocGrp 570 700 574 54! @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 30 229 336 625 423 6 860 @SpreadOrBenchmarkCurveData 15 74 @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650 @Stipulations @YieldData @PositionAmountData 892 893 @AllocGrp 819 715 828 829 582 578 442 1011 991
BN app ExecutionAcknowledgement 37! 198 11 1036! 17! 127 @Instrument! @UndInstrmtGrp @InstrmtLegGrp 54! @OrderQtyData! 32 31 423 669 14 6 58 354 355
BJ app TradingSessionList @ApplicationSequenceControl 335 @TrdSessLstGrp!
BI app TradingSessionListRequest 335! 1301 1300 336 625 207 338 339 263!
BQ app SettlementObligationReport @ApplicationSequenceControl 715 1153 1160! 1159! 58 354 355 60 @SettlObligationInstructions!
BR app DerivativeSecurityListUpdateReport @ApplicationSequenceControl 320 322 560 980 @UnderlyingInstrument @DerivativeSecurityDefinition 393 893 @RelSymDerivSecUpdGrp 60
BS app TradingSessionListUpdateReport @ApplicationSequenceControl 335 @TrdSessLstGrp!
BT app MarketDefinitionRequest 1393! 263! 1301 1300 1325
BU app MarketDefinition @ApplicationSequenceControl 1394! 1393 1301! 1300 1396 1397 1398 1325 15 @BaseTradingRules @OrdTypeRules @TimeInForceRules @ExecInstRules 60 58 354 355
BV app MarketDefinitionUpdateReport @ApplicationSequenceControl 1394! 1393 1395 1301! 1300 1396 1397 1398 1325 15 @BaseTradingRules @OrdTypeRules @TimeInForceRules @ExecInstRules 60 58 354 355
BW app ApplicationMessageRequest 1346! 1347! @ApplIDRequestGrp 58 354 355 @Parties
BX app ApplicationMessageRequestAck 1353! 1346 1347 1348 1349 @ApplIDRequestAckGrp 58 354 355 @Parties
BY app ApplicationMessageReport 1356! 1426! @ApplIDReportGrp 58 354 355 1346
BZ app OrderMassActionReport 11 526 1369! 1373! 1374! 1375! 1376 533 @AffectedOrdGrp @NotAffectedOrdersGrp 1301 1300 336 625 @Parties @Instrument @UnderlyingInstrument 54 60 58 354 355 @TargetParties
CA app OrderMassActionRequest 11! 526 1373! 1374! 1301 1300 336 625 @Parties @Instrument @UnderlyingInstrument 54 60! 58 354 355 @TargetParties
CB app UserNotification @UsernameGrp 926! 58 354 355
CC app StreamAssignmentRequest 1497! 1498! @StrmAsgnReqGrp!
CD app StreamAssignmentReport 1501! 1498 1497 @StrmAsgnRptGrp
CE app StreamAssignmentReportACK 1503! 1501! 1502 58 354 355
`;
