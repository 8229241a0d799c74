Profile: CXObservation
Parent: Observation
Id: cx-observation
Title: "평가·관찰 · Observation of an assessment"
Description: "The base of every score, grade and statement. / 모든 점수, 등급, 진술의 바탕."
* insert OwnProfile(observation)
* insert Categorised
* insert Identified
* insert About
* category 1..*
* code 1..1 MS
* code.coding 1..*
* performer 1..* MS

RuleSet: Scored(code)
* code = ObservationCS#{code}
* value[x] 1..1 MS
* value[x] only Quantity
* valueQuantity.value 1..1
* valueQuantity.system 1..1
* valueQuantity.code 1..1

RuleSet: Coded(code, set)
* code = ObservationCS#{code}
* value[x] 1..1 MS
* value[x] only CodeableConcept
* valueCodeableConcept from {set} (required)

Profile: CXCist
Parent: CXObservation
Id: cx-cist
Title: "인지선별검사(CIST) · Cognitive screening"
Description: "Total of 30 with its domains; the sender judges, because the cut-off table is not public. / 30점 만점과 영역 점수. 절단점 표가 공개되지 않아 보낸 기관이 판정한다."
* insert OwnProfile(cist)
* insert Scored(cist)
* obeys cx-cist-range and cx-cist-part
* effective[x] 1..1
* effective[x] only dateTime
* interpretation from ScreeningResultVS (required)
* component.code from CistComponentVS (required)
* component.value[x] only Quantity
* component.value[x] 1..1

Invariant: cx-cist-range
Description: "A CIST total lies between 0 and 30. / CIST 총점은 0에서 30이다."
Severity: #error
Expression: "value.value >= 0 and value.value <= 30"

Invariant: cx-cist-part
Description: "No domain scores more than the total. / 영역 점수는 총점을 넘지 않는다."
Severity: #error
Expression: "component.where(code.coding.exists(code != 'education-years')).value.value.all($this <= %resource.value.value)"

ValueSet: CistComponentVS
Id: cx-cist-component
Title: "CIST 영역 · Domains of the CIST"
Description: "Six domains, and the years of education the table needs. / 여섯 영역과 교육연수."
* insert OwnValueSet(cist-component)
* ObservationCS#cist-orientation
* ObservationCS#cist-attention
* ObservationCS#cist-visuospatial
* ObservationCS#cist-executive
* ObservationCS#cist-memory
* ObservationCS#cist-language
* ObservationCS#education-years

Profile: CXDementiaStage
Parent: CXObservation
Id: cx-dementia-stage
Title: "치매 등록구분 · Dementia stage"
Description: "Register group of the dementia centre with risk and cause. / 치매안심센터 등록구분, 위험, 원인."
* insert OwnProfile(dementia-stage)
* insert Coded(dementia-stage, DementiaStageVS)
* component.code from DementiaStageComponentVS (required)
* component.value[x] 1..1

ValueSet: DementiaStageComponentVS
Id: cx-dementia-stage-component
Title: "치매 등록 부가정보 · Parts of the register group"
Description: "What stands beside the register group. / 등록구분 곁의 정보."
* insert OwnValueSet(dementia-stage-component)
* ObservationCS#cognition-lowered
* ObservationCS#high-risk
* ObservationCS#dementia-cause

Profile: CXDementiaSeverity
Parent: CXObservation
Id: cx-dementia-severity
Title: "치매 중증도(CDR·GDS) · Severity of dementia"
Description: "CDR 0 to 5 in its own steps, GDS 1 to 7. / CDR 0~5, GDS 1~7."
* insert OwnProfile(dementia-severity)
* obeys cx-severity-range
* code from DementiaSeverityVS (required)
* value[x] 1..1 MS
* value[x] only Quantity
* valueQuantity.value 1..1

Invariant: cx-severity-range
Description: "CDR is 0, 0.5, 1, 2, 3, 4 or 5; GDS is 1 to 7. / CDR은 0, 0.5, 1~5, GDS는 1~7이다."
Severity: #error
Expression: "(code.coding.code = 'cdr' implies (value.value = 0 or value.value = 0.5 or value.value = 1 or value.value = 2 or value.value = 3 or value.value = 4 or value.value = 5)) and (code.coding.code = 'gds' implies (value.value >= 1 and value.value <= 7 and value.value = value.value.round(0)))"

ValueSet: DementiaSeverityVS
Id: cx-dementia-severity
Title: "치매 중증도 척도 · Scales of severity"
Description: "CDR and GDS."
* insert OwnValueSet(dementia-severity)
* ObservationCS#cdr
* ObservationCS#gds

Profile: CXKAdl
Parent: CXObservation
Id: cx-k-adl
Title: "K-ADL · Activities of daily living"
Description: "Seven activities, 1 to 3 each, 7 to 21 in all; 7 is independent. / 7항목 각 1~3점, 합 7~21점."
* insert OwnProfile(k-adl)
* insert Scored(k-adl)
* obeys cx-kadl-range and cx-kadl-item
* effective[x] 1..1
* effective[x] only dateTime
* component ..7
* component.code from KAdlItemVS (required)
* component.value[x] only Quantity
* component.value[x] 1..1

Invariant: cx-kadl-range
Description: "A K-ADL total lies between 7 and 21. / K-ADL 총점은 7에서 21이다."
Severity: #error
Expression: "value.value >= 7 and value.value <= 21"

Invariant: cx-kadl-item
Description: "An activity scores 1, 2 or 3. / 한 항목은 1, 2, 3점이다."
Severity: #error
Expression: "component.value.value.all($this = 1 or $this = 2 or $this = 3)"

ValueSet: KAdlItemVS
Id: cx-k-adl-item
Title: "K-ADL 항목 · Items of the K-ADL"
Description: "Seven activities. / 7항목."
* insert OwnValueSet(k-adl-item)
* ObservationCS#k-adl-dressing
* ObservationCS#k-adl-washing
* ObservationCS#k-adl-bathing
* ObservationCS#k-adl-eating
* ObservationCS#k-adl-moving
* ObservationCS#k-adl-toilet
* ObservationCS#k-adl-continence

Profile: CXKIadl
Parent: CXObservation
Id: cx-k-iadl
Title: "K-IADL · Instrumental activities of daily living"
Description: "The mean of the items that apply, 0 to 3 each; the cut-off is configured, not part of the profile. / 해당하는 항목 0~3점의 평균. 절단점은 설정으로 둔다."
* insert OwnProfile(k-iadl)
* insert Scored(k-iadl)
* obeys cx-kiadl-range and cx-kiadl-item
* effective[x] 1..1
* effective[x] only dateTime
* component 1..*
* component.code from KIadlItemVS (required)
* component.value[x] only Quantity

Invariant: cx-kiadl-range
Description: "A K-IADL mean lies between 0 and 3. / K-IADL 평균은 0에서 3이다."
Severity: #error
Expression: "value.value >= 0 and value.value <= 3"

Invariant: cx-kiadl-item
Description: "An item scores 0 to 3, or says why it has no score. / 한 항목은 0~3점이거나 해당 없음이다."
Severity: #error
Expression: "component.all((value.value >= 0 and value.value <= 3) or dataAbsentReason.exists())"

ValueSet: KIadlItemVS
Id: cx-k-iadl-item
Title: "K-IADL 항목 · Items of the K-IADL"
Description: "Ten activities. / 10항목."
* insert OwnValueSet(k-iadl-item)
* ObservationCS#k-iadl-grooming
* ObservationCS#k-iadl-housework
* ObservationCS#k-iadl-meals
* ObservationCS#k-iadl-laundry
* ObservationCS#k-iadl-going-out
* ObservationCS#k-iadl-transport
* ObservationCS#k-iadl-shopping
* ObservationCS#k-iadl-money
* ObservationCS#k-iadl-telephone
* ObservationCS#k-iadl-medicine

Profile: CXPrescreen
Parent: CXObservation
Id: cx-prescreen
Title: "사전조사 총점 · Pre-screen total"
Description: "Seven activities of 0 to 2: information up to 1, municipal survey at 2 and 3, integrated judgement from 4; taking dementia medicine leads on regardless. As found in public sources. / 7동작 0~2점. 공개 자료에서 본 규칙이며 공식 서식이 아니다."
* insert OwnProfile(prescreen)
* insert Scored(prescreen)
* obeys cx-prescreen-range and cx-prescreen-result
* effective[x] 1..1
* effective[x] only dateTime
* interpretation from PrescreenResultVS (required)

Invariant: cx-prescreen-range
Description: "A pre-screen total lies between 0 and 14. / 사전조사 총점은 0에서 14이다."
Severity: #error
Expression: "value.value >= 0 and value.value <= 14"

Invariant: cx-prescreen-result
Description: "Four points or more lead to the integrated judgement. / 4점 이상이면 통합판정조사로 간다."
Severity: #warning
Expression: "value.value >= 4 and interpretation.exists() implies interpretation.coding.where(system = 'urn:careexchange:prescreen-result' and code = 'integrated-judgement').exists()"

Profile: CXPrescreenResponse
Parent: QuestionnaireResponse
Id: cx-prescreen-response
Title: "사전조사 8문항 응답 · Answers to the pre-screen"
Description: "Answers to urn:careexchange:questionnaire:pre-screen-8. / 사전조사 8문항의 응답."
* insert OwnProfile(prescreen-response)
* insert Categorised
* insert About
* obeys cx-prescreen-score
* identifier 1..1 MS
* identifier.system 1..1
* identifier.value 1..1
* questionnaire 1..1
* questionnaire = "urn:careexchange:questionnaire:pre-screen-8"
* authored 1..1
* item 1..8

Invariant: cx-prescreen-score
Description: "An activity is answered with 0, 1 or 2. / 동작은 0, 1, 2로 답한다."
Severity: #error
Expression: "item.where(linkId != '1').answer.value.all($this = 0 or $this = 1 or $this = 2)"

Instance: pre-screen-8
InstanceOf: Questionnaire
Usage: #definition
Title: "사전조사 8문항 · Eight-question pre-screen"
Description: "As found in public sources; not an official form. / 공개 자료에서 본 문항이며 공식 서식이 아니다."
* url = "urn:careexchange:questionnaire:pre-screen-8"
* name = "PreScreen8"
* title = "사전조사 8문항 · Eight-question pre-screen"
* status = #active
* experimental = true
* subjectType = #Patient
* item[+].linkId = "1"
* item[=].text = "치매약 복용"
* item[=].type = #boolean
* insert Activity(2, 의자에서 일어나기)
* insert Activity(3, 실내에서 여섯 걸음 걷기)
* insert Activity(4, 몸 씻기)
* insert Activity(5, 상의 입고 단추 잠그기)
* insert Activity(6, 하의 입고 지퍼 올리기)
* insert Activity(7, 실수 없이 화장실 가기)
* insert Activity(8, 변기 사용하기)

RuleSet: Activity(no, text)
* item[+].linkId = "{no}"
* item[=].text = "{text}"
* item[=].type = #integer

Profile: CXCareNeedResponse
Parent: QuestionnaireResponse
Id: cx-care-need-response
Title: "돌봄필요도 응답 · Answers on care needs"
Description: "The municipality's own items, grouped by area of need. / 시군구 항목을 욕구 영역으로 묶은 응답."
* insert OwnProfile(care-need-response)
* insert Categorised
* insert About
* identifier 1..1 MS
* identifier.system 1..1
* identifier.value 1..1
* questionnaire 1..1
* questionnaire = "urn:careexchange:questionnaire:care-need"
* authored 1..1
* author 1..1
* item 1..*
* item.text 1..1

Profile: CXCareNeed
Parent: CXObservation
Id: cx-care-need
Title: "돌봄필요도 · Care need"
Description: "Total and level of the care-need assessment. / 돌봄필요도 평가의 총점과 등급."
* insert OwnProfile(care-need)
* insert Scored(care-need)
* obeys cx-not-negative
* effective[x] 1..1

Invariant: cx-not-negative
Description: "A score is not negative. / 점수는 음수가 아니다."
Severity: #error
Expression: "value.value >= 0"

Profile: CXJudgement
Parent: CXObservation
Id: cx-judgement
Title: "통합판정 결과 · Integrated judgement"
Description: "Article 12: two axes and one result group; the groups are configurable. / 법 제12조: 두 축과 결과군. 결과군은 설정할 수 있다."
* insert OwnProfile(judgement)
* code = ObservationCS#judgement-group
* value[x] 1..1 MS
* value[x] only CodeableConcept
* valueCodeableConcept from JudgementGroupVS (extensible)
* effective[x] 1..1
* effective[x] only dateTime
* issued 1..1
* hasMember ..2
* hasMember only Reference(CXJudgementAxis)
* component.code from JudgementPartVS (required)

ValueSet: JudgementPartVS
Id: cx-judgement-part
Title: "통합판정 부가정보 · Parts of a judgement"
Description: "Number of items, and the wording of the sender. / 조사 항목 수와 원문."
* insert OwnValueSet(judgement-part)
* ObservationCS#judgement-items
* ObservationCS#judgement-text

Profile: CXJudgementAxis
Parent: CXObservation
Id: cx-judgement-axis
Title: "통합판정 축 · Axis of the judgement"
Description: "Need for medical support, or for care in daily living. The Act names the axes, not their scale: the range stands in the Observation. / 두 축. 척도는 법에 없으므로 범위를 함께 적는다."
* insert OwnProfile(judgement-axis)
* obeys cx-in-range
* code from JudgementAxisVS (required)
* value[x] 1..1 MS
* value[x] only Quantity
* referenceRange 1..1
* referenceRange.low 1..1
* referenceRange.high 1..1
* effective[x] 1..1

Invariant: cx-in-range
Description: "A score lies within its scale. / 점수는 척도 안에 있다."
Severity: #error
Expression: "value.value >= referenceRange.low.value and value.value <= referenceRange.high.value"

ValueSet: JudgementAxisVS
Id: cx-judgement-axis
Title: "통합판정의 두 축 · Axes of the judgement"
Description: "Act article 12 and Decree article 5. / 법 제12조, 영 제5조."
* insert OwnValueSet(judgement-axis)
* ObservationCS#judgement-medical
* ObservationCS#judgement-care

Profile: CXLtcDecision
Parent: CXObservation
Id: cx-ltc-decision
Title: "장기요양 판정 · Long-term-care decision"
Description: "Recognised, outside grades or rejected, with the reason of a rejection. / 인정, 등급외, 기각과 기각 사유."
* insert OwnProfile(ltc-decision)
* insert Coded(ltc-decision, LtcDecisionVS)
* obeys cx-ltc-order
* effective[x] 1..1
* effective[x] only dateTime
* component.code from LtcDecisionPartVS (required)
* component.value[x] 1..1

Invariant: cx-ltc-order
Description: "A decision follows the application, its notice follows the decision. / 신청, 판정, 통지의 순서다."
Severity: #error
Expression: "component.where(code.coding.code = 'ltc-applied-on').value.all($this <= %resource.effective) and component.where(code.coding.code = 'ltc-noticed-on').value.all($this >= %resource.effective)"

ValueSet: LtcDecisionPartVS
Id: cx-ltc-decision-part
Title: "장기요양 판정 부가정보 · Parts of the decision"
Description: "Application, notice, reason. / 신청일, 통지일, 사유."
* insert OwnValueSet(ltc-decision-part)
* ObservationCS#ltc-applied-on
* ObservationCS#ltc-noticed-on
* ObservationCS#reason

Profile: CXLtcRejection
Parent: CXLtcDecision
Id: cx-ltc-rejection
Title: "장기요양 기각 · Long-term-care rejection"
Description: "The ground of an urgent-care referral by the NHIS branch. / 공단 긴급돌봄 의뢰의 바탕."
* insert OwnProfile(ltc-rejection)
* obeys cx-rejected and cx-rejection-reason

Invariant: cx-rejected
Description: "The decision is a rejection. / 판정은 기각이다."
Severity: #error
Expression: "value.coding.where(system = 'urn:careexchange:ltc-decision' and code = 'rejected').exists()"

Invariant: cx-rejection-reason
Description: "A rejection says why, in a code or in words. / 기각은 사유를 밝힌다."
Severity: #error
Expression: "component.where(code.coding.code = 'reason').value.exists() or note.text.exists()"

Profile: CXLtcGrade
Parent: CXObservation
Id: cx-ltc-grade
Title: "장기요양등급 · Long-term-care grade"
Description: "Grades 1 to 5, the cognitive support grade, and those outside grades. / 1~5등급, 인지지원등급, 등급외."
* insert OwnProfile(ltc-grade)
* insert Coded(ltc-grade, LtcGradeVS)
* obeys cx-ltc-score
* component.code from LtcGradePartVS (required)
* component.value[x] only Quantity
* component.value[x] 1..1

Invariant: cx-ltc-score
Description: "A score lies between 0 and 100. / 인정점수는 0에서 100이다."
Severity: #error
Expression: "component.value.value.all($this >= 0 and $this <= 100)"

ValueSet: LtcGradePartVS
Id: cx-ltc-grade-part
Title: "장기요양등급 부가정보 · Parts of the grade"
Description: "The score. / 인정점수."
* insert OwnValueSet(ltc-grade-part)
* ObservationCS#ltc-score

Profile: CXCircumstance
Parent: CXObservation
Id: cx-circumstance
Title: "생활 상황 · Circumstance"
Description: "Household, housing, economy, medical security, source of referral, as a code. / 세대, 주거, 경제, 의료보장, 의뢰경로."
* insert OwnProfile(circumstance)
* obeys cx-circumstance-list
* code from CircumstanceVS (required)
* value[x] 1..1 MS
* value[x] only CodeableConcept
* valueCodeableConcept.coding 1..*

Invariant: cx-circumstance-list
Description: "Each circumstance takes its codes from its own list. / 상황마다 정해진 코드 목록을 쓴다."
Severity: #error
Expression: "code.coding.where(system = 'urn:careexchange:observation' and (code = 'household-type' or code = 'housing' or code = 'economy' or code = 'referral-source')).all(%resource.value.coding.system contains ('urn:careexchange:' & code))"

ValueSet: CircumstanceVS
Id: cx-circumstance
Title: "생활 상황 항목 · Circumstances"
Description: "Circumstances with a code. / 코드로 적는 생활 상황."
* insert OwnValueSet(circumstance)
* ObservationCS#household-type
* ObservationCS#housing
* ObservationCS#economy
* ObservationCS#insurance
* ObservationCS#referral-source

Profile: CXStatement
Parent: CXObservation
Id: cx-statement
Title: "진술 · Statement"
Description: "Wishes, strengths, communication and other statements in words. / 희망, 강점, 의사소통 등 글로 적는 것."
* insert OwnProfile(statement)
* code from StatementVS (required)
* value[x] 1..1 MS
* value[x] only string

ValueSet: StatementVS
Id: cx-statement
Title: "진술 항목 · Statements"
Description: "What is said in words. / 글로 적는 항목."
* insert OwnValueSet(statement)
* ObservationCS#wish-person
* ObservationCS#wish-family
* ObservationCS#strengths
* ObservationCS#communication
* ObservationCS#informal-support
* ObservationCS#daily-living
* ObservationCS#emotional
* ObservationCS#living-place
* ObservationCS#care-instructions

Profile: CXRisk
Parent: CXObservation
Id: cx-risk
Title: "위험요인 · Risk"
Description: "A risk that a partner sees: yes or no. / 기관이 본 위험요인."
* insert OwnProfile(risk)
* code from RiskVS (required)
* value[x] 1..1 MS
* value[x] only boolean

ValueSet: RiskVS
Id: cx-risk
Title: "위험요인 항목 · Risks"
Description: "Risks with a code. / 코드로 적는 위험요인."
* insert OwnValueSet(risk)
* ObservationCS#risk-fall
* ObservationCS#risk-pressure-sore
* ObservationCS#risk-nutrition
* ObservationCS#risk-isolation
* ObservationCS#risk-home-safety

Profile: CXAsIs
Parent: CXObservation
Id: cx-as-is
Title: "현재상태(AS-IS) · Present state"
Description: "What a goal starts from. / 목표의 출발점."
* insert OwnProfile(as-is)
* code = ObservationCS#as-is
* value[x] 1..1 MS
* value[x] only string
* effective[x] 1..1
