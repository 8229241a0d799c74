// Codes with English displays and Korean designations; every code system has a value set of all its codes.

CodeSystem: ObservationCS
Id: cx-observation
Title: "평가 항목 · Items of assessment"
Description: "Items of assessment. / 평가 항목."
* insert OwnSystem(observation)
* #as-is "Present state (AS-IS)"
* #as-is insert Ko([[현재상태(AS-IS)]])
* #care-instructions "Care instructions"
* #care-instructions insert Ko([[돌봄 주의사항]])
* #care-need "Care need"
* #care-need insert Ko([[돌봄필요도]])
* #cdr "Clinical Dementia Rating (CDR)"
* #cdr insert Ko([[임상치매척도(CDR)]])
* #cist "Cognitive Impairment Screening Test (CIST)"
* #cist insert Ko([[인지선별검사(CIST)]])
* #cist-orientation "Orientation"
* #cist-orientation insert Ko([[지남력]])
* #cist-attention "Attention"
* #cist-attention insert Ko([[주의력]])
* #cist-visuospatial "Visuospatial function"
* #cist-visuospatial insert Ko([[시공간기능]])
* #cist-executive "Executive function"
* #cist-executive insert Ko([[집행기능]])
* #cist-memory "Memory"
* #cist-memory insert Ko([[기억력]])
* #cist-language "Language"
* #cist-language insert Ko([[언어기능]])
* #education-years "Years of education"
* #education-years insert Ko([[교육연수]])
* #cognition-lowered "Cognition lowered"
* #cognition-lowered insert Ko([[인지저하]])
* #high-risk "High-risk group"
* #high-risk insert Ko([[고위험군]])
* #dementia-cause "Cause of dementia"
* #dementia-cause insert Ko([[치매 원인]])
* #dementia-stage "Dementia register group"
* #dementia-stage insert Ko([[치매 등록구분]])
* #gds "Global Deterioration Scale (GDS)"
* #gds insert Ko([[전반적 퇴화척도(GDS)]])
* #communication "Communication"
* #communication insert Ko([[의사소통]])
* #daily-living "Daily living"
* #daily-living insert Ko([[일상생활]])
* #economy "Economic status"
* #economy insert Ko([[경제상태]])
* #emotional "Emotional state"
* #emotional insert Ko([[정서]])
* #household-type "Household type"
* #household-type insert Ko([[세대유형]])
* #housing "Housing"
* #housing insert Ko([[주거형태]])
* #informal-support "Informal support"
* #informal-support insert Ko([[비공식 자원]])
* #insurance "Medical security"
* #insurance insert Ko([[의료보장]])
* #judgement-group "Integrated judgement result"
* #judgement-group insert Ko([[통합판정 결과]])
* #judgement-medical "Need for medical support"
* #judgement-medical insert Ko([[의료적 지원 필요도]])
* #judgement-care "Need for care in daily living"
* #judgement-care insert Ko([[일상생활 요양·돌봄 필요도]])
* #judgement-items "Survey items"
* #judgement-items insert Ko([[조사 항목 수]])
* #judgement-text "Result as worded by the sender"
* #judgement-text insert Ko([[판정 원문]])
* #k-adl "Korean activities of daily living (K-ADL)"
* #k-adl insert Ko([[한국형 일상생활수행능력(K-ADL)]])
* #k-adl-dressing "Dressing"
* #k-adl-dressing insert Ko([[옷입기]])
* #k-adl-washing "Washing face and hands"
* #k-adl-washing insert Ko([[세수]])
* #k-adl-bathing "Bathing"
* #k-adl-bathing insert Ko([[목욕]])
* #k-adl-eating "Eating"
* #k-adl-eating insert Ko([[식사]])
* #k-adl-moving "Transfer and moving"
* #k-adl-moving insert Ko([[이동]])
* #k-adl-toilet "Toilet use"
* #k-adl-toilet insert Ko([[화장실]])
* #k-adl-continence "Continence"
* #k-adl-continence insert Ko([[대소변]])
* #k-iadl "Korean instrumental activities of daily living (K-IADL)"
* #k-iadl insert Ko([[한국형 도구적 일상생활수행능력(K-IADL)]])
* #k-iadl-grooming "Grooming"
* #k-iadl-grooming insert Ko([[몸단장]])
* #k-iadl-housework "Housework"
* #k-iadl-housework insert Ko([[집안일]])
* #k-iadl-meals "Preparing meals"
* #k-iadl-meals insert Ko([[식사준비]])
* #k-iadl-laundry "Laundry"
* #k-iadl-laundry insert Ko([[빨래]])
* #k-iadl-going-out "Going out nearby"
* #k-iadl-going-out insert Ko([[근거리 외출]])
* #k-iadl-transport "Using transport"
* #k-iadl-transport insert Ko([[교통수단 이용]])
* #k-iadl-shopping "Shopping"
* #k-iadl-shopping insert Ko([[물건 사기]])
* #k-iadl-money "Handling money"
* #k-iadl-money insert Ko([[금전관리]])
* #k-iadl-telephone "Telephone"
* #k-iadl-telephone insert Ko([[전화 사용]])
* #k-iadl-medicine "Taking medicine"
* #k-iadl-medicine insert Ko([[약 챙겨먹기]])
* #living-place "Living place"
* #living-place insert Ko([[주거상태]])
* #ltc-applied-on "Applied on"
* #ltc-applied-on insert Ko([[신청일]])
* #ltc-decision "Long-term-care decision"
* #ltc-decision insert Ko([[장기요양 판정]])
* #ltc-grade "Long-term-care grade"
* #ltc-grade insert Ko([[장기요양등급]])
* #ltc-noticed-on "Notified on"
* #ltc-noticed-on insert Ko([[통지일]])
* #ltc-score "Long-term-care score"
* #ltc-score insert Ko([[장기요양인정점수]])
* #prescreen "Pre-screen total"
* #prescreen insert Ko([[사전조사 총점]])
* #reason "Reason"
* #reason insert Ko([[사유]])
* #referral-source "Referral source"
* #referral-source insert Ko([[의뢰경로]])
* #risk-fall "Risk of fall"
* #risk-fall insert Ko([[낙상 위험]])
* #risk-home-safety "Unsafe dwelling"
* #risk-home-safety insert Ko([[주거 안전 위험]])
* #risk-isolation "Risk of social isolation"
* #risk-isolation insert Ko([[사회적 고립 위험]])
* #risk-nutrition "Risk of malnutrition"
* #risk-nutrition insert Ko([[영양 위험]])
* #risk-pressure-sore "Risk of pressure sore"
* #risk-pressure-sore insert Ko([[욕창 위험]])
* #strengths "Strengths"
* #strengths insert Ko([[강점]])
* #wish-family "Wish of the family"
* #wish-family insert Ko([[가족 희망]])
* #wish-person "Wish of the person"
* #wish-person insert Ko([[본인 희망]])

ValueSet: ObservationVS
Id: cx-observation
Title: "평가 항목 · Items of assessment"
Description: "All codes of urn:careexchange:observation. / 평가 항목 전체."
* insert OwnValueSet(observation)
* include codes from system ObservationCS

CodeSystem: NeedAreaCS
Id: cx-need-area
Title: "욕구 영역 · Area of need"
Description: "Area of need. / 욕구 영역."
* insert OwnSystem(need-area)
* #health "Health"
* #health insert Ko([[건강]])
* #adl "Activities of daily living"
* #adl insert Ko([[일상생활]])
* #iadl "Instrumental activities of daily living"
* #iadl insert Ko([[수단적 일상생활]])
* #cognition-emotion "Cognition and emotion"
* #cognition-emotion insert Ko([[인지·정서]])
* #relations "Family and relations"
* #relations insert Ko([[가족·관계]])
* #housing "Housing and environment"
* #housing insert Ko([[주거·환경]])
* #economy "Economy"
* #economy insert Ko([[경제]])

ValueSet: NeedAreaVS
Id: cx-need-area
Title: "욕구 영역 · Area of need"
Description: "All codes of urn:careexchange:need-area. / 욕구 영역 전체."
* insert OwnValueSet(need-area)
* include codes from system NeedAreaCS

CodeSystem: PrescreenResultCS
Id: cx-prescreen-result
Title: "사전조사 결과 · Result of the pre-screen"
Description: "Result of the pre-screen. / 사전조사 결과."
* insert OwnSystem(prescreen-result)
* #information "Information and close"
* #information insert Ko([[정보제공·종결]])
* #municipal-survey "Municipal survey"
* #municipal-survey insert Ko([[시군구 자체조사]])
* #integrated-judgement "Integrated judgement survey"
* #integrated-judgement insert Ko([[통합판정조사 의뢰]])

ValueSet: PrescreenResultVS
Id: cx-prescreen-result
Title: "사전조사 결과 · Result of the pre-screen"
Description: "All codes of urn:careexchange:prescreen-result. / 사전조사 결과 전체."
* insert OwnValueSet(prescreen-result)
* include codes from system PrescreenResultCS

CodeSystem: JudgementGroupCS
Id: cx-judgement-group
Title: "통합판정 결과군 · Result group of the integrated judgement"
Description: "Configurable: only 중도지원형 노쇠군 is attested; the four pilot groups are unverified. A gateway loads the official list as a newer version of this code system. / 통합판정 결과군."
* insert OwnSystem(judgement-group)
* ^experimental = true
* ^content = #fragment
* #mid-support-frail "Frail, mid-level support"
* #mid-support-frail insert Ko([[중도지원형 노쇠군]])
* #specialised-medical "Specialised medical care"
* #specialised-medical insert Ko([[전문의료]])
* #convalescent-hospital "Convalescent hospital"
* #convalescent-hospital insert Ko([[요양병원]])
* #long-term-care "Long-term care"
* #long-term-care insert Ko([[장기요양]])
* #municipal-care "Municipal care"
* #municipal-care insert Ko([[지자체돌봄]])

ValueSet: JudgementGroupVS
Id: cx-judgement-group
Title: "통합판정 결과군 · Result group of the integrated judgement"
Description: "All codes of urn:careexchange:judgement-group. / 통합판정 결과군 전체."
* insert OwnValueSet(judgement-group)
* include codes from system JudgementGroupCS

CodeSystem: ScreeningResultCS
Id: cx-screening-result
Title: "선별 결과 · Result of a screening"
Description: "Result of a screening. / 선별 결과."
* insert OwnSystem(screening-result)
* #normal "Normal"
* #normal insert Ko([[정상]])
* #suspected "Cognitive decline suspected"
* #suspected insert Ko([[인지저하 의심]])

ValueSet: ScreeningResultVS
Id: cx-screening-result
Title: "선별 결과 · Result of a screening"
Description: "All codes of urn:careexchange:screening-result. / 선별 결과 전체."
* insert OwnValueSet(screening-result)
* include codes from system ScreeningResultCS

CodeSystem: DementiaStageCS
Id: cx-dementia-stage
Title: "치매 등록구분 · Dementia register group"
Description: "Dementia register group. / 치매 등록구분."
* insert OwnSystem(dementia-stage)
* #undetermined "Not yet diagnosed"
* #undetermined insert Ko([[진단미정]])
* #normal "Normal"
* #normal insert Ko([[정상]])
* #mild-cognitive-impairment "Mild cognitive impairment"
* #mild-cognitive-impairment insert Ko([[경도인지장애]])
* #dementia "Dementia"
* #dementia insert Ko([[치매]])

ValueSet: DementiaStageVS
Id: cx-dementia-stage
Title: "치매 등록구분 · Dementia register group"
Description: "All codes of urn:careexchange:dementia-stage. / 치매 등록구분 전체."
* insert OwnValueSet(dementia-stage)
* include codes from system DementiaStageCS

CodeSystem: DementiaCauseCS
Id: cx-dementia-cause
Title: "치매 원인 · Cause of dementia"
Description: "Cause of dementia. / 치매 원인."
* insert OwnSystem(dementia-cause)
* #alzheimer "Alzheimer's disease"
* #alzheimer insert Ko([[알츠하이머병]])
* #vascular "Vascular"
* #vascular insert Ko([[혈관성]])
* #lewy-body "Lewy body"
* #lewy-body insert Ko([[루이소체]])
* #parkinson "Parkinson's disease"
* #parkinson insert Ko([[파킨슨병]])
* #alcohol "Alcohol"
* #alcohol insert Ko([[알코올]])
* #depression "Depression"
* #depression insert Ko([[우울증]])

ValueSet: DementiaCauseVS
Id: cx-dementia-cause
Title: "치매 원인 · Cause of dementia"
Description: "All codes of urn:careexchange:dementia-cause. / 치매 원인 전체."
* insert OwnValueSet(dementia-cause)
* include codes from system DementiaCauseCS

CodeSystem: LtcDecisionCS
Id: cx-ltc-decision
Title: "장기요양 판정 · Long-term-care decision"
Description: "Long-term-care decision. / 장기요양 판정."
* insert OwnSystem(ltc-decision)
* #recognised "Recognised"
* #recognised insert Ko([[인정]])
* #outside-grades "Outside grades"
* #outside-grades insert Ko([[등급외]])
* #rejected "Rejected"
* #rejected insert Ko([[기각]])
* #pending "Decision pending"
* #pending insert Ko([[판정대기]])

ValueSet: LtcDecisionVS
Id: cx-ltc-decision
Title: "장기요양 판정 · Long-term-care decision"
Description: "All codes of urn:careexchange:ltc-decision. / 장기요양 판정 전체."
* insert OwnValueSet(ltc-decision)
* include codes from system LtcDecisionCS

CodeSystem: LtcGradeCS
Id: cx-ltc-grade
Title: "장기요양등급 · Long-term-care grade"
Description: "Long-term-care grade. / 장기요양등급."
* insert OwnSystem(ltc-grade)
* #1 "Grade 1"
* #1 insert Ko([[1등급]])
* #2 "Grade 2"
* #2 insert Ko([[2등급]])
* #3 "Grade 3"
* #3 insert Ko([[3등급]])
* #4 "Grade 4"
* #4 insert Ko([[4등급]])
* #5 "Grade 5"
* #5 insert Ko([[5등급]])
* #cognitive "Cognitive support grade"
* #cognitive insert Ko([[인지지원등급]])
* #out-a "Outside grades A"
* #out-a insert Ko([[등급외 A]])
* #out-b "Outside grades B"
* #out-b insert Ko([[등급외 B]])
* #out-c "Outside grades C"
* #out-c insert Ko([[등급외 C]])
* #none "No grade"
* #none insert Ko([[등급 없음]])

ValueSet: LtcGradeVS
Id: cx-ltc-grade
Title: "장기요양등급 · Long-term-care grade"
Description: "All codes of urn:careexchange:ltc-grade. / 장기요양등급 전체."
* insert OwnValueSet(ltc-grade)
* include codes from system LtcGradeCS

CodeSystem: LtcRejectionReasonCS
Id: cx-ltc-rejection-reason
Title: "장기요양 기각 사유 · Reason of a long-term-care rejection"
Description: "Reason of a long-term-care rejection. / 장기요양 기각 사유."
* insert OwnSystem(ltc-rejection-reason)
* ^content = #fragment
* #acute-phase-illness "Acute-phase illness"
* #acute-phase-illness insert Ko([[급성기 질환]])
* #six-months-not-met "Difficulty of six months not met"
* #six-months-not-met insert Ko([[6개월 이상 지속 요건 미충족]])

ValueSet: LtcRejectionReasonVS
Id: cx-ltc-rejection-reason
Title: "장기요양 기각 사유 · Reason of a long-term-care rejection"
Description: "All codes of urn:careexchange:ltc-rejection-reason. / 장기요양 기각 사유 전체."
* insert OwnValueSet(ltc-rejection-reason)
* include codes from system LtcRejectionReasonCS
