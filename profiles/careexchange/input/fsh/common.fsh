Alias: $kcd = http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8
Alias: $hira-insurance = http://www.hl7korea.or.kr/CodeSystem/hira-insurance-types
Alias: $act = http://terminology.hl7.org/CodeSystem/v3-ActCode
Alias: $role = http://terminology.hl7.org/CodeSystem/v3-RoleCode
Alias: $loinc = http://loinc.org
Alias: $task-code = http://hl7.org/fhir/CodeSystem/task-code
Alias: $participation = http://terminology.hl7.org/CodeSystem/v3-ParticipationType
Alias: $scope = http://terminology.hl7.org/CodeSystem/consentscope

// URNs, because no domain belongs to this guide; they are the ones the gateway's code and the partners' maps have always written.
RuleSet: OwnProfile(id)
* ^url = "urn:careexchange:profile:{id}"

RuleSet: OwnExtension(id, context)
* ^url = "urn:careexchange:extension:{id}"
* ^context[0].type = #element
* ^context[0].expression = "{context}"

RuleSet: OwnSystem(id)
* ^url = "urn:careexchange:{id}"
* ^caseSensitive = true
* ^experimental = false
* ^valueSet = "urn:careexchange:valueset:{id}"

RuleSet: OwnValueSet(id)
* ^url = "urn:careexchange:valueset:{id}"
* ^experimental = false

RuleSet: Ko(text)
* ^designation[+].language = #ko
* ^designation[=].value = "{text}"

RuleSet: En(text)
* ^designation[+].language = #en
* ^designation[=].value = "{text}"

// Whose it is in the sender's own books: without it a second message could not update the first.
RuleSet: Identified
* identifier 1..* MS
* identifier.system 1..1
* identifier.value 1..1

RuleSet: Categorised
* obeys cx-category

RuleSet: About
* subject 1..1 MS
* subject only Reference(CXPatient)

Invariant: cx-category
Description: "The data category by which consent decides stands in meta.security. / 동의가 판단하는 정보 범주를 meta.security에 밝힌다."
Severity: #error
Expression: "meta.security.where(system = 'urn:careexchange:data-category' and code.exists()).exists()"
