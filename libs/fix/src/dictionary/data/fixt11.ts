// Made by dictionary-from-quickfix.mjs from FIXT11.xml of QuickFIX (http://www.quickfixengine.org/), whose data
// dictionaries follow the FIX specification; see the form in that file.
export const FIXT11 = `
fields
7 BeginSeqNo SEQNUM
8 BeginString STRING
9 BodyLength LENGTH
10 CheckSum STRING
16 EndSeqNo SEQNUM
34 MsgSeqNum SEQNUM
35 MsgType STRING 0 1 2 3 4 5 6 7 8 9 A B C D E F G H J K L M N P Q R S T V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z AA AB AC AD AE AF AG AH AI AJ AK AL AM AN AO AP AQ AR AS AT AU AV AW AX AY AZ BA BB BC BD BE BF BG BH BI BJ BK BL BM BN BO BP
36 NewSeqNo SEQNUM
43 PossDupFlag BOOLEAN
45 RefSeqNum SEQNUM
49 SenderCompID STRING
50 SenderSubID STRING
52 SendingTime UTCTIMESTAMP
56 TargetCompID STRING
57 TargetSubID STRING
58 Text STRING
89 Signature DATA
90 SecureDataLen LENGTH
91 SecureData DATA
93 SignatureLength LENGTH
95 RawDataLength LENGTH
96 RawData DATA
97 PossResend BOOLEAN
98 EncryptMethod INT 0 1 2 3 4 5 6
108 HeartBtInt INT
112 TestReqID STRING
115 OnBehalfOfCompID STRING
116 OnBehalfOfSubID STRING
122 OrigSendingTime UTCTIMESTAMP
123 GapFillFlag BOOLEAN
128 DeliverToCompID STRING
129 DeliverToSubID STRING
141 ResetSeqNumFlag BOOLEAN
142 SenderLocationID STRING
143 TargetLocationID STRING
144 OnBehalfOfLocationID STRING
145 DeliverToLocationID STRING
212 XmlDataLen LENGTH
213 XmlData DATA
347 MessageEncoding STRING ISO-2022-JP EUC-JP SHIFT_JIS UTF-8
354 EncodedTextLen LENGTH
355 EncodedText DATA
369 LastMsgSeqNumProcessed SEQNUM
371 RefTagID INT
372 RefMsgType STRING
373 SessionRejectReason INT 0 1 10 11 12 13 14 15 16 17 2 3 4 5 6 7 8 9 99
383 MaxMessageSize LENGTH
384 NoMsgTypes NUMINGROUP
385 MsgDirection CHAR R S
464 TestMessageIndicator BOOLEAN
553 Username STRING
554 Password STRING
627 NoHops NUMINGROUP
628 HopCompID STRING
629 HopSendingTime UTCTIMESTAMP
630 HopRefID SEQNUM
789 NextExpectedMsgSeqNum SEQNUM
1128 ApplVerID STRING 0 1 2 3 4 5 6 7 8 9
1129 CstmApplVerID STRING
1130 RefApplVerID STRING
1131 RefCstmApplVerID STRING
1137 DefaultApplVerID STRING
components
MsgTypeGrp 384[372 385 1130 1131]
header
8! 9! 35! 49! 56! 115 128 90 91 34! 50 142 57 143 116 144 129 145 43 97 52! 122 212 213 347 369 627[628 629 630] 1128 1129
trailer
93 89 10!
messages
0 admin Heartbeat 112
1 admin TestRequest 112!
2 admin ResendRequest 7! 16!
3 admin Reject 45! 371 372 373 58 354 355
4 admin SequenceReset 123 36!
5 admin Logout 58 354 355
A admin Logon 98! 108! 95 96 141 789 383 464 553 554 1137! @MsgTypeGrp
`;
