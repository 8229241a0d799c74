// Codes with English displays and Korean designations; every code system has a value set of all its codes.

CodeSystem: ReferralReasonCS
Id: cx-referral-reason
Title: "의뢰 사유 · Reason for referral"
Description: "Ex-officio groups of Decree article 4, and reasons of our own. / 의뢰 사유."
* insert OwnSystem(referral-reason)
* #application "Judgement on application"
* #application insert Ko([[신청에 따른 통합판정]])
* #ltc-rejected "Long-term-care application rejected"
* #ltc-rejected insert Ko([[장기요양 신청 기각]])
* #activity-support-rejected "Activity support rejected"
* #activity-support-rejected insert Ko([[활동지원 신청 기각]])
* #discharged "Just discharged from a medical institution"
* #discharged insert Ko([[의료기관 퇴원]])
* #emergency-welfare "Emergency welfare crisis"
* #emergency-welfare insert Ko([[긴급복지 위기]])
* #urgent-need "Disaster or urgent care need"
* #urgent-need insert Ko([[재난·긴급돌봄 필요]])
* #cannot-live-alone "Cannot live independently, family care very hard"
* #cannot-live-alone insert Ko([[독립생활·가족돌봄 곤란]])
* #cognition-suspected "Cognitive decline suspected"
* #cognition-suspected insert Ko([[인지저하 의심]])

ValueSet: ReferralReasonVS
Id: cx-referral-reason
Title: "의뢰 사유 · Reason for referral"
Description: "All codes of urn:careexchange:referral-reason. / 의뢰 사유 전체."
* insert OwnValueSet(referral-reason)
* include codes from system ReferralReasonCS

CodeSystem: ReferralSourceCS
Id: cx-referral-source
Title: "의뢰 경로 · Source of referral"
Description: "Source of referral. / 의뢰 경로."
* insert OwnSystem(referral-source)
* #self "The person"
* #self insert Ko([[본인]])
* #family "Family"
* #family insert Ko([[가족]])
* #neighbour "Neighbour"
* #neighbour insert Ko([[이웃]])
* #acquaintance "Acquaintance"
* #acquaintance insert Ko([[지인]])
* #tongjang "Community leader (tongjang)"
* #tongjang insert Ko([[통장]])
* #police "Police"
* #police insert Ko([[경찰]])
* #nhis "NHIS"
* #nhis insert Ko([[건보공단]])
* #hospital-discharge "Hospital discharge"
* #hospital-discharge insert Ko([[병원퇴원]])
* #outreach "Outreach visit"
* #outreach insert Ko([[의무방문]])
* #care-call "Care call"
* #care-call insert Ko([[돌봄콜]])
* #activity-assistant "Activity assistant"
* #activity-assistant insert Ko([[장애인활동지원사]])
* #crisis-finders "Crisis household finders"
* #crisis-finders insert Ko([[위기가구발굴단]])
* #child-welfare-team "Child welfare team"
* #child-welfare-team insert Ko([[아동복지팀]])
* #mobile-wellbeing "Mobile wellbeing check"
* #mobile-wellbeing insert Ko([[모바일안심돌봄]])
* #officer-visit "Visit of an officer"
* #officer-visit insert Ko([[공무원 방문]])
* #case-management "Case management"
* #case-management insert Ko([[사례관리 중]])
* #publicity "Publicity"
* #publicity insert Ko([[홍보]])
* #dementia-centre "Dementia centre"
* #dementia-centre insert Ko([[치매안심센터]])

ValueSet: ReferralSourceVS
Id: cx-referral-source
Title: "의뢰 경로 · Source of referral"
Description: "All codes of urn:careexchange:referral-source. / 의뢰 경로 전체."
* insert OwnValueSet(referral-source)
* include codes from system ReferralSourceCS

CodeSystem: ReferralStatusCS
Id: cx-referral-status
Title: "의뢰 업무 상태 · Business state of a referral"
Description: "Task.businessStatus beside Task.status; the crosswalk is the ConceptMap referral-crosswalk. / 의뢰 업무 상태."
* insert OwnSystem(referral-status)
* #info-needed "More information needed"
* #info-needed insert Ko([[보완 요청]])
* #scheduled "Visit scheduled"
* #scheduled insert Ko([[방문 예정]])
* #no-show "Not met"
* #no-show insert Ko([[부재]])
* #visit-cancelled "Visit called off"
* #visit-cancelled insert Ko([[방문 취소]])
* #cancel-asked "Stop asked for"
* #cancel-asked insert Ko([[중단 요청]])

ValueSet: ReferralStatusVS
Id: cx-referral-status
Title: "의뢰 업무 상태 · Business state of a referral"
Description: "All codes of urn:careexchange:referral-status. / 의뢰 업무 상태 전체."
* insert OwnValueSet(referral-status)
* include codes from system ReferralStatusCS

CodeSystem: ReferralStateCS
Id: cx-referral-state
Title: "의뢰 상태(내부) · State of a referral"
Description: "The one state machine of the gateway. / 의뢰 상태(내부)."
* insert OwnSystem(referral-state)
* #drafted "Drafted"
* #drafted insert Ko([[작성 중]])
* #sent "Sent"
* #sent insert Ko([[의뢰함]])
* #delivered "Delivered"
* #delivered insert Ko([[접수됨]])
* #info-needed "More information needed"
* #info-needed insert Ko([[보완 요청]])
* #accepted "Accepted"
* #accepted insert Ko([[수락됨]])
* #declined "Declined"
* #declined insert Ko([[거절됨]])
* #scheduled "Visit scheduled"
* #scheduled insert Ko([[방문 예정]])
* #no-show "Not met"
* #no-show insert Ko([[부재]])
* #visit-cancelled "Visit called off"
* #visit-cancelled insert Ko([[방문 취소]])
* #visit-done "In progress"
* #visit-done insert Ko([[제공 중]])
* #cancel-asked "Stop asked for"
* #cancel-asked insert Ko([[중단 요청]])
* #cancelled "Cancelled"
* #cancelled insert Ko([[취소됨]])
* #done "Completed"
* #done insert Ko([[완료]])
* #failed "Not possible"
* #failed insert Ko([[제공 불가]])

ValueSet: ReferralStateVS
Id: cx-referral-state
Title: "의뢰 상태(내부) · State of a referral"
Description: "All codes of urn:careexchange:referral-state. / 의뢰 상태(내부) 전체."
* insert OwnValueSet(referral-state)
* include codes from system ReferralStateCS

CodeSystem: TaskTypeCS
Id: cx-task-type
Title: "과업 종류 · Kind of task"
Description: "Kind of task. / 과업 종류."
* insert OwnSystem(task-type)
* #case-management "Case management"
* #case-management insert Ko([[사례관리]])
* #monitoring "Monitoring"
* #monitoring insert Ko([[점검]])
* #outreach-visit "Outreach visit"
* #outreach-visit insert Ko([[의무방문]])
* #conference-decision "Conference decision"
* #conference-decision insert Ko([[통합지원회의 결정]])
* #application "Application"
* #application insert Ko([[신청]])
* #reassessment "Reassessment"
* #reassessment insert Ko([[재평가]])

ValueSet: TaskTypeVS
Id: cx-task-type
Title: "과업 종류 · Kind of task"
Description: "All codes of urn:careexchange:task-type. / 과업 종류 전체."
* insert OwnValueSet(task-type)
* include codes from system TaskTypeCS

CodeSystem: TaskOutcomeCS
Id: cx-task-outcome
Title: "과업 결과 · Outcome of a task"
Description: "Outcome of a task. / 과업 결과."
* insert OwnSystem(task-outcome)
* #linked "Services linked"
* #linked insert Ko([[서비스 연계]])
* #information-only "Closed with information"
* #information-only insert Ko([[정보 제공 후 종결]])
* #declined-by-person "Declined by the person"
* #declined-by-person insert Ko([[본인 거절]])
* #no-answer "Nobody met"
* #no-answer insert Ko([[부재]])
* #existing-care "Existing care suffices"
* #existing-care insert Ko([[기존 돌봄 이용]])
* #approved "Approved"
* #approved insert Ko([[확정 승인]])
* #changed "Changed"
* #changed insert Ko([[변경]])
* #extended "Extended"
* #extended insert Ko([[연장]])
* #stopped "Stopped"
* #stopped insert Ko([[중지]])
* #closed "Closed"
* #closed insert Ko([[종결]])

ValueSet: TaskOutcomeVS
Id: cx-task-outcome
Title: "과업 결과 · Outcome of a task"
Description: "All codes of urn:careexchange:task-outcome. / 과업 결과 전체."
* insert OwnValueSet(task-outcome)
* include codes from system TaskOutcomeCS

CodeSystem: DocumentTypeCS
Id: cx-document-type
Title: "문서 종류 · Kind of document"
Description: "Kind of document. / 문서 종류."
* insert OwnSystem(document-type)
* #discharge-information "Discharge information"
* #discharge-information insert Ko([[퇴원정보]])

ValueSet: DocumentTypeVS
Id: cx-document-type
Title: "문서 종류 · Kind of document"
Description: "All codes of urn:careexchange:document-type. / 문서 종류 전체."
* insert OwnValueSet(document-type)
* include codes from system DocumentTypeCS

CodeSystem: MessageTypeCS
Id: cx-message-type
Title: "전문 종류 · Kind of message"
Description: "Kind of message. / 전문 종류."
* insert OwnSystem(message-type)
* #urgent-care-referral "Urgent-care referral"
* #urgent-care-referral insert Ko([[긴급돌봄 의뢰]])
* #integrated-judgement-result "Integrated judgement result"
* #integrated-judgement-result insert Ko([[통합판정 결과 통보]])
* #ltc-decision "Long-term-care decision"
* #ltc-decision insert Ko([[장기요양 판정 결과 통보]])

ValueSet: MessageTypeVS
Id: cx-message-type
Title: "전문 종류 · Kind of message"
Description: "All codes of urn:careexchange:message-type. / 전문 종류 전체."
* insert OwnValueSet(message-type)
* include codes from system MessageTypeCS
