Extension: CXPipaStatements
Id: cx-pipa-statements
Title: "동의 고지사항 · Statements of a consent"
Description: "PIPA article 17(2): recipient and items stand in the provision; purpose, retention and the right to refuse stand here. / 개인정보 보호법 제17조②: 제공받는 자와 항목은 provision에, 목적·보유기간·거부권은 여기에 있다."
* insert OwnExtension(pipa-statements, Consent)
* extension contains recipient-purpose 1..1 and retention 1..1 and right-to-refuse 1..1 and sensitive-agreed 0..1 and unique-numbers-agreed 0..1 and method 0..1 and signer 0..1 and explained-by 0..1 and document-hash 0..1
* extension[recipient-purpose].value[x] only string
* extension[recipient-purpose].value[x] 1..1
* extension[retention].value[x] only string
* extension[retention].value[x] 1..1
* extension[right-to-refuse].value[x] only string
* extension[right-to-refuse].value[x] 1..1
* extension[sensitive-agreed].value[x] only boolean
* extension[sensitive-agreed].value[x] 1..1
* extension[unique-numbers-agreed].value[x] only boolean
* extension[unique-numbers-agreed].value[x] 1..1
* extension[method].value[x] only CodeableConcept
* extension[method].valueCodeableConcept from ConsentMethodVS (required)
* extension[signer].value[x] only CodeableConcept
* extension[signer].valueCodeableConcept from ConsentSignerVS (required)
* extension[explained-by].value[x] only string
* extension[document-hash].value[x] only string

Profile: CXConsent
Parent: Consent
Id: cx-consent
Title: "개인정보 제공 동의 · Consent"
Description: "The five statements of PIPA article 17(2): recipient, purpose, items, period, right to refuse. / 제17조②의 다섯 항목: 제공받는 자, 목적, 항목, 기간, 거부권."
* insert OwnProfile(consent)
* insert Categorised
* insert Identified
* obeys cx-consent-kind
* scope = $scope#patient-privacy
* patient 1..1 MS
* patient only Reference(CXPatient)
* dateTime 1..1
* organization MS
* organization ^short = "Whose data it is about; none for whoever holds them"
* policy 1..*
* policy.uri 1..1
* provision 1..1
* provision.type 1..1
* provision.period 1..1 MS
* provision.period.start 1..1
* provision.period.end 1..1
* provision.actor 1..* MS
* provision.purpose MS
* provision.code 1..* MS
* extension contains CXPipaStatements named statements 1..1 MS

Invariant: cx-consent-kind
Description: "A consent says which kind it is. / 동의는 구분을 밝힌다."
Severity: #error
Expression: "category.coding.where(system = 'urn:careexchange:consent-category').exists()"

Profile: CXSensitiveConsent
Parent: CXConsent
Id: cx-sensitive-consent
Title: "민감정보 제공 동의 · Consent for sensitive data"
Description: "PIPA article 23: agreed separately, withdrawn separately. / 제23조: 따로 동의하고 따로 철회한다."
* insert OwnProfile(sensitive-consent)
* obeys cx-sensitive-kind and cx-sensitive-agreed

Invariant: cx-sensitive-kind
Description: "The consent is the separate one for sensitive data. / 민감정보 별도 동의이다."
Severity: #error
Expression: "category.coding.where(system = 'urn:careexchange:consent-category' and code = 'sensitive-provision').exists()"

Invariant: cx-sensitive-agreed
Description: "An active consent for sensitive data was agreed to separately. / 유효한 민감정보 동의는 따로 동의한 것이다."
Severity: #error
Expression: "status = 'active' implies extension('urn:careexchange:extension:pipa-statements').extension('sensitive-agreed').value = true"

Profile: CXProvenance
Parent: Provenance
Id: cx-provenance
Title: "출처 · Provenance"
Description: "Who said it, from which message, by which map, on which ground. / 누가, 어느 전문에서, 어느 지도로, 무엇을 근거로."
* insert OwnProfile(provenance)
* obeys cx-provenance-basis and cx-provenance-author
* policy 1..* MS
* activity 1..1
* agent.type 1..1
* agent.who 1..1

Invariant: cx-provenance-basis
Description: "The legal basis stands in policy. / 법적 근거가 policy에 있다."
Severity: #error
Expression: "policy.where($this.matches('^urn:careexchange:legal-basis:(consent|statute|ex-officio|emergency|own-record|operator)(:.+)?$')).exists()"

Invariant: cx-provenance-author
Description: "One agent is the author. / 작성 주체가 있다."
Severity: #error
Expression: "agent.type.coding.where(system = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type' and code = 'author').exists()"

Profile: CXAuditEvent
Parent: AuditEvent
Id: cx-audit-event
Title: "감사 기록 · Audit record"
Description: "In the shape of IHE BALP: who, for whom, why, what, on which ground, with the request's id. / IHE BALP 모양: 누가, 누구의, 왜, 무엇을, 무슨 근거로, 요청 번호."
* insert OwnProfile(audit-event)
* obeys cx-audit-requestor and cx-audit-request
* subtype 1..*
* action 1..1
* outcome 1..1
* agent.who 1..1
* entity 1..*

Invariant: cx-audit-requestor
Description: "Exactly one agent asked, and says for what purpose. / 요청자는 한 명이며 목적을 밝힌다."
Severity: #error
Expression: "agent.where(requestor = true).count() = 1 and agent.where(requestor = true).purposeOfUse.exists()"

Invariant: cx-audit-request
Description: "The request can be found by its id. / 요청 번호가 있다."
Severity: #error
Expression: "entity.where(type.system = 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType' and type.code = 'XrequestId').what.identifier.value.exists()"

// The extension of HL7's DS4P guide by which a part of a record carries its own label; the guide itself is not loaded.
Extension: InlineSecLabel
Id: inline-sec-label
Title: "요소의 보안 표시 · Label of a part"
Description: "A security label or data category of one part of a resource. / 자원 한 부분의 보안 표시나 정보 범주."
* ^url = "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label"
* ^context[0].type = #element
* ^context[0].expression = "Element"
* value[x] only Coding
* value[x] 1..1
