// The official form of the integrated judgement (95 items) is not public: this one asks what article 12 of the Act and article 5 of the Decree name.

Instance: integrated-judgement
InstanceOf: Questionnaire
Usage: #definition
Title: "통합판정 조사 요약 · Summary of the integrated judgement"
* url = "urn:careexchange:questionnaire:integrated-judgement"
* name = "IntegratedJudgement"
* title = "통합판정 조사 요약 · Summary of the integrated judgement"
* status = #active
* subjectType = #Patient
* description = "Two axes and the circumstances that the law names; not the official form. / 법이 정한 두 축과 살펴볼 사항. 공식 서식이 아니다."
* insert Area(1, [[신체기능과 일상생활 수행 · Body functions and activities of daily living]])
* insert Area(2, [[의료서비스의 필요 · Need for medical services]])
* insert Area(3, [[영양 상태 · Nutrition]])
* insert Area(4, [[주거 환경 · Housing]])
* insert Area(5, [[그 밖의 사항 · Other]])
* insert Axis(6, [[의료적 지원 필요도 · Need for medical support]])
* insert Axis(7, [[일상생활 요양·돌봄 필요도 · Need for care in daily living]])
* item[+].linkId = "8"
* item[=].text = "판정 결과군 · Result group"
* item[=].type = #open-choice
* item[=].answerValueSet = "urn:careexchange:valueset:judgement-group"

RuleSet: Area(no, text)
* item[+].linkId = "{no}"
* item[=].text = "{text}"
* item[=].type = #text

RuleSet: Axis(no, text)
* item[+].linkId = "{no}"
* item[=].text = "{text}"
* item[=].type = #decimal

Profile: CXJudgementResponse
Parent: QuestionnaireResponse
Id: cx-judgement-response
Title: "통합판정 조사 응답 · Answers of the integrated judgement"
Description: "What was found on the two axes, by whom and when; the scores stand in Observations as well. / 두 축에 대한 조사 결과. 점수는 Observation으로도 둔다."
* insert OwnProfile(judgement-response)
* insert Categorised
* insert About
* obeys cx-judgement-axes and cx-judgement-negative
* identifier 1..1 MS
* identifier.system 1..1
* identifier.value 1..1
* questionnaire 1..1
* questionnaire = "urn:careexchange:questionnaire:integrated-judgement"
* authored 1..1
* author 1..1
* item 1..8

Invariant: cx-judgement-axes
Description: "A completed judgement answers both axes. / 끝난 판정은 두 축에 모두 답한다."
Severity: #error
Expression: "status = 'completed' implies (item.where(linkId = '6').answer.exists() and item.where(linkId = '7').answer.exists())"

Invariant: cx-judgement-negative
Description: "A need is not negative. / 필요도는 음수가 아니다."
Severity: #error
Expression: "item.where(linkId = '6' or linkId = '7').answer.value.ofType(decimal).all($this >= 0)"
