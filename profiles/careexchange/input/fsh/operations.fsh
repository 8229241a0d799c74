// The operations that are ours; those of R4 and of bulk export have definitions already. A test holds them to what the gateway reads.

Instance: resource-diff
InstanceOf: OperationDefinition
Usage: #definition
Title: "두 판의 차이 · Difference of two versions"
* url = "urn:careexchange:operation:Resource-diff"
* name = "Diff"
* title = "두 판의 차이 · Difference of two versions"
* status = #active
* kind = #operation
* affectsState = false
* code = #diff
* resource = #Resource
* system = true
* type = false
* instance = true
* parameter[+].name = #from
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #uri
* parameter[=].documentation = "The older version, where it is not the resource asked. / 앞 판."
* parameter[+].name = #to
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #uri
* parameter[=].documentation = "The newer version. / 뒤 판."
* parameter[+].name = #fromVersion
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "The number of the older version. / 앞 판의 번호."
* parameter[+].name = #includeMeta
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #boolean
* parameter[=].documentation = "Whether meta is compared as well. / meta도 비교할지."
* parameter[+].name = #return
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #Parameters
* parameter[=].documentation = "A FHIRPath Patch that turns the one version into the other. / 한 판을 다른 판으로 바꾸는 FHIRPath Patch."

Instance: resource-explain-access
InstanceOf: OperationDefinition
Usage: #definition
Title: "왜 보이는가 · Why a record is seen or not"
* url = "urn:careexchange:operation:Resource-explain-access"
* name = "ExplainAccess"
* title = "왜 보이는가 · Why a record is seen or not"
* status = #active
* kind = #operation
* affectsState = false
* code = #explain-access
* resource = #Resource
* system = false
* type = false
* instance = true
* parameter[+].name = #organization
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "Asked for this organisation instead of the asker. / 이 기관이라면."
* parameter[+].name = #role
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #code
* parameter[=].documentation = "And this role. / 이 역할이라면."
* parameter[+].name = #purpose
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #code
* parameter[=].documentation = "And this purpose of use. / 이 목적이라면."
* parameter[+].name = #seen
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #boolean
* parameter[=].documentation = "Whether it is seen. / 보이는지."
* parameter[+].name = #text
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "The reason in Korean. / 한국어 사유."
* parameter[+].name = #english
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "The reason in English. / 영어 사유."
* parameter[+].name = #basis
* parameter[=].use = #out
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #uri
* parameter[=].documentation = "The legal basis. / 근거."
* parameter[+].name = #rule
* parameter[=].use = #out
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "The rule that decided. / 판단한 규칙."
* parameter[+].name = #consent
* parameter[=].use = #out
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #Reference
* parameter[=].documentation = "The consent and its version. / 동의와 그 판."
* parameter[+].name = #element
* parameter[=].use = #out
* parameter[=].min = 0
* parameter[=].max = "*"
* parameter[=].type = #string
* parameter[=].documentation = "Elements that are withheld. / 가려진 요소."

Instance: patient-emergency-access
InstanceOf: OperationDefinition
Usage: #definition
Title: "긴급 열람 · Emergency access"
* url = "urn:careexchange:operation:Patient-emergency-access"
* name = "EmergencyAccess"
* title = "긴급 열람 · Emergency access"
* status = #active
* kind = #operation
* affectsState = true
* code = #emergency-access
* resource = #Patient
* system = false
* type = false
* instance = true
* parameter[+].name = #reason
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "Why, in words. / 사유."
* parameter[+].name = #minutes
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #integer
* parameter[=].documentation = "For how long, 60 at most. / 몇 분 동안, 최대 60."
* parameter[+].name = #task
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #Reference
* parameter[=].documentation = "The Task by which it is reviewed. / 점검 과업."
* parameter[+].name = #until
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #instant
* parameter[=].documentation = "When it ends. / 끝나는 시각."

Instance: patient-access-log
InstanceOf: OperationDefinition
Usage: #definition
Title: "열람 이력 · Who looked"
* url = "urn:careexchange:operation:Patient-access-log"
* name = "AccessLog"
* title = "열람 이력 · Who looked"
* status = #active
* kind = #operation
* affectsState = false
* code = #access-log
* resource = #Patient
* system = false
* type = false
* instance = true
* parameter[+].name = #before
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "Where the page before ended. / 앞 쪽이 끝난 자리."
* parameter[+].name = #return
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #Bundle
* parameter[=].documentation = "Looks at this person, newest first. / 이 사람의 열람 기록."

Instance: audit-verify
InstanceOf: OperationDefinition
Usage: #definition
Title: "열람 기록의 검증 · Proof of the trail"
* url = "urn:careexchange:operation:audit-verify"
* name = "AuditVerify"
* title = "열람 기록의 검증 · Proof of the trail"
* status = #active
* kind = #operation
* affectsState = false
* code = #audit-verify
* system = true
* type = false
* instance = false
* parameter[+].name = #return
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #OperationOutcome
* parameter[=].documentation = "Whether the trail is whole, or the first record that is not. / 기록이 온전한지, 또는 처음으로 어긋난 기록."

Instance: resource-reindex
InstanceOf: OperationDefinition
Usage: #definition
Title: "다시 색인 · Index anew"
* url = "urn:careexchange:operation:Resource-reindex"
* name = "Reindex"
* title = "다시 색인 · Index anew"
* status = #active
* kind = #operation
* affectsState = true
* code = #reindex
* resource = #Resource
* system = true
* type = true
* instance = true
* parameter[+].name = #type
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "*"
* parameter[=].type = #code
* parameter[=].documentation = "Only these types. / 이 종류만."
* parameter[+].name = #parameter
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "Only this search parameter. / 이 검색 항목만."
* parameter[+].name = #return
* parameter[=].use = #out
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #OperationOutcome
* parameter[=].documentation = "What was begun or done. / 한 일."

Instance: provision-ledger
InstanceOf: OperationDefinition
Usage: #definition
Title: "제3자 제공 대장 · Ledger of provisions"
* url = "urn:careexchange:operation:provision-ledger"
* name = "ProvisionLedger"
* title = "제3자 제공 대장 · Ledger of provisions"
* status = #active
* kind = #operation
* affectsState = false
* code = #provision-ledger
* system = true
* type = false
* instance = false
* parameter[+].name = #from
* parameter[=].use = #in
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #date
* parameter[=].documentation = "First day. / 첫날."
* parameter[+].name = #until
* parameter[=].use = #in
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #date
* parameter[=].documentation = "Last day. / 끝날."
* parameter[+].name = #patient
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #id
* parameter[=].documentation = "Only this person. / 이 사람만."
* parameter[+].name = #recipient
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #id
* parameter[=].documentation = "Only this organisation. / 이 기관만."
* parameter[+].name = #line
* parameter[=].use = #out
* parameter[=].min = 0
* parameter[=].max = "*"
* parameter[=].part[+].name = #file
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #recipient
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #recipient-id
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #purpose
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #basis
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #items
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #date
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #date
* parameter[=].part[+].name = #form
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #restrictions
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #persons
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #integer
* parameter[=].part[+].name = #times
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #integer
* parameter[=].documentation = "One provision: its parts are the columns of the ledger. / 제공 한 건."

Instance: bulk-import
InstanceOf: OperationDefinition
Usage: #definition
Title: "대량 적재 · Bulk import"
* url = "urn:careexchange:operation:import"
* name = "Import"
* status = #active
* kind = #operation
* affectsState = true
* code = #import
* system = true
* type = false
* instance = false
* parameter[+].name = #input
* parameter[=].use = #in
* parameter[=].min = 1
* parameter[=].max = "*"
* parameter[=].documentation = "A file to load: its type and where it lies. / 적재할 파일: 종류와 위치."
* parameter[=].part[+].name = #type
* parameter[=].part[=].use = #in
* parameter[=].part[=].min = 0
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #code
* parameter[=].part[+].name = #url
* parameter[=].part[=].use = #in
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #uri

Instance: consent-templates
InstanceOf: OperationDefinition
Usage: #definition
Title: "동의 서식 · Consent templates"
* url = "urn:careexchange:operation:Consent-templates"
* name = "Templates"
* title = "동의 서식 · Consent templates"
* status = #active
* kind = #operation
* affectsState = false
* code = #templates
* resource = #Consent
* system = false
* type = true
* instance = false
* parameter[+].name = #return
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #Bundle
* parameter[=].documentation = "Questionnaires: what may be chosen from today. / 오늘 쓸 수 있는 서식."

Instance: consent-preview-template
InstanceOf: OperationDefinition
Usage: #definition
Title: "동의 미리 보기 · What a consent would allow"
* url = "urn:careexchange:operation:Consent-preview-template"
* name = "PreviewTemplate"
* title = "동의 미리 보기 · What a consent would allow"
* status = #active
* kind = #operation
* affectsState = false
* code = #preview-template
* resource = #Consent
* system = false
* type = true
* instance = false
* parameter[+].name = #patient
* parameter[=].use = #in
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #id
* parameter[=].documentation = "The person. / 대상자."
* parameter[+].name = #template
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "Id of the template; with choice, or response instead. / 서식."
* parameter[+].name = #version
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "Its version; the newest valid one where nothing is said. / 서식의 판."
* parameter[+].name = #choice
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "*"
* parameter[=].documentation = "A choice that is made: recipients are ids of the template's options or references. / 고른 항목."
* parameter[=].part[+].name = #id
* parameter[=].part[=].use = #in
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #recipient
* parameter[=].part[=].use = #in
* parameter[=].part[=].min = 0
* parameter[=].part[=].max = "*"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #months
* parameter[=].part[=].use = #in
* parameter[=].part[=].min = 0
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #integer
* parameter[+].name = #response
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #QuestionnaireResponse
* parameter[=].documentation = "The completed form of $templates instead. / 작성한 서식."
* parameter[+].name = #method
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #code
* parameter[=].documentation = "How it was given, where staff record it: paper, phone; electronic of a system. / 동의 방법."
* parameter[+].name = #performer
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "Who gave it, where staff record it: the person where nothing is said. / 동의한 사람."
* parameter[+].name = #line
* parameter[=].use = #out
* parameter[=].min = 0
* parameter[=].max = "*"
* parameter[=].documentation = "One sentence for each recipient, purpose and reason, from the decider itself. / 무엇이 허용되는지 한 문장씩."
* parameter[=].part[+].name = #recipient
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #purpose
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #code
* parameter[=].part[+].name = #seen
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #boolean
* parameter[=].part[+].name = #text
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #english
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #category
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 0
* parameter[=].part[=].max = "*"
* parameter[=].part[=].type = #code
* parameter[=].part[+].name = #partly
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 0
* parameter[=].part[=].max = "*"
* parameter[=].part[=].type = #code
* parameter[=].part[+].name = #until
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = 0
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #instant
* parameter[+].name = #shown
* parameter[=].use = #out
* parameter[=].min = 0
* parameter[=].max = "*"
* parameter[=].type = #string
* parameter[=].documentation = "The text that is kept with each Consent. / 동의와 함께 보관할 고지 내용."

Instance: consent-from-template
InstanceOf: OperationDefinition
Usage: #definition
Title: "서식으로 동의 · Consent from a template"
* url = "urn:careexchange:operation:Consent-from-template"
* name = "FromTemplate"
* title = "서식으로 동의 · Consent from a template"
* status = #active
* kind = #operation
* affectsState = true
* code = #from-template
* resource = #Consent
* system = false
* type = true
* instance = false
* parameter[+].name = #patient
* parameter[=].use = #in
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #id
* parameter[=].documentation = "The person. / 대상자."
* parameter[+].name = #template
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "Id of the template; with choice, or response instead. / 서식."
* parameter[+].name = #version
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "Its version; the newest valid one where nothing is said. / 서식의 판."
* parameter[+].name = #choice
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "*"
* parameter[=].documentation = "A choice that is made: recipients are ids of the template's options or references. / 고른 항목."
* parameter[=].part[+].name = #id
* parameter[=].part[=].use = #in
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #recipient
* parameter[=].part[=].use = #in
* parameter[=].part[=].min = 0
* parameter[=].part[=].max = "*"
* parameter[=].part[=].type = #string
* parameter[=].part[+].name = #months
* parameter[=].part[=].use = #in
* parameter[=].part[=].min = 0
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #integer
* parameter[+].name = #response
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #QuestionnaireResponse
* parameter[=].documentation = "The completed form of $templates instead. / 작성한 서식."
* parameter[+].name = #method
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #code
* parameter[=].documentation = "How it was given, where staff record it: paper, phone; electronic of a system. / 동의 방법."
* parameter[+].name = #performer
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #string
* parameter[=].documentation = "Who gave it, where staff record it: the person where nothing is said. / 동의한 사람."
* parameter[+].name = #return
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #Bundle
* parameter[=].documentation = "The Consents that were made. / 만들어진 동의."

Instance: consent-withdraw
InstanceOf: OperationDefinition
Usage: #definition
Title: "동의 철회 · Withdraw a consent"
* url = "urn:careexchange:operation:Consent-withdraw"
* name = "Withdraw"
* title = "동의 철회 · Withdraw a consent"
* status = #active
* kind = #operation
* affectsState = true
* code = #withdraw
* resource = #Consent
* system = false
* type = false
* instance = true
* parameter[+].name = #reason
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #code
* parameter[=].documentation = "person-request, representative-request or purpose-ended. / 철회하는 까닭."
* parameter[+].name = #category
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "*"
* parameter[=].type = #code
* parameter[=].documentation = "Data categories that are taken back; all of it where nothing is said. / 일부만 철회할 정보 범주."
* parameter[+].name = #return
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #Consent
* parameter[=].documentation = "The Consent as it stands now. / 지금의 동의."

Instance: patient-emergency-access-end
InstanceOf: OperationDefinition
Usage: #definition
Title: "긴급 열람 종료 · End emergency access"
* url = "urn:careexchange:operation:Patient-emergency-access-end"
* name = "EmergencyAccessEnd"
* title = "긴급 열람 종료 · End emergency access"
* status = #active
* kind = #operation
* affectsState = true
* code = #emergency-access-end
* resource = #Patient
* system = false
* type = false
* instance = true
* parameter[+].name = #task
* parameter[=].use = #in
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #id
* parameter[=].documentation = "The Task of one access; every open one the caller may end where nothing is said. / 긴급 열람 과업."
* parameter[+].name = #ended
* parameter[=].use = #out
* parameter[=].min = 0
* parameter[=].max = "*"
* parameter[=].type = #Reference
* parameter[=].documentation = "The Tasks of the accesses that were ended. / 끝난 긴급 열람."
