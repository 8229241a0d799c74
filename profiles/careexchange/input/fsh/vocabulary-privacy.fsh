// Codes with English displays and Korean designations; every code system has a value set of all its codes.

CodeSystem: DataCategoryCS
Id: cx-data-category
Title: "정보 범주 · Category of data"
Description: "Category of data. / 정보 범주."
* insert OwnSystem(data-category)
* #identity "Identity"
* #identity insert Ko([[인적사항·주소·연락처]])
* #identity insert En([[Identity, address, contact]])
* #household "Household"
* #household insert Ko([[가구·가족]])
* #household insert En([[Household and family]])
* #clinical "Clinical"
* #clinical insert Ko([[진료정보]])
* #clinical insert En([[Clinical information]])
* #function "Function"
* #function insert Ko([[기능·욕구]])
* #function insert En([[Function and needs]])
* #cognition "Cognition"
* #cognition insert Ko([[인지·치매]])
* #cognition insert En([[Cognition and dementia]])
* #benefit "Benefit"
* #benefit insert Ko([[급여·등급]])
* #benefit insert En([[Benefits and grades]])
* #economic "Economic"
* #economic insert Ko([[경제상태]])
* #economic insert En([[Economic status]])
* #sensitive "Sensitive"
* #sensitive insert Ko([[민감정보(정신건강·중독·감염·학대)]])
* #sensitive insert En([[Mental health, addiction, HIV, abuse]])
* #service "Service"
* #service insert Ko([[서비스·계획]])
* #service insert En([[Services and plan]])
* #referral "Referral"
* #referral insert Ko([[의뢰]])
* #referral insert En([[Referrals]])
* #consent "Consent"
* #consent insert Ko([[동의]])
* #admin "Administrative"
* #admin insert Ko([[기관·담당자]])
* #record "Record"
* #record insert Ko([[원문·이력]])

ValueSet: DataCategoryVS
Id: cx-data-category
Title: "정보 범주 · Category of data"
Description: "All codes of urn:careexchange:data-category. / 정보 범주 전체."
* insert OwnValueSet(data-category)
* include codes from system DataCategoryCS

CodeSystem: ConsentCategoryCS
Id: cx-consent-category
Title: "동의 구분 · Kind of consent"
Description: "Kind of consent. / 동의 구분."
* insert OwnSystem(consent-category)
* #third-party-provision "Provision to a third party (PIPA 17)"
* #third-party-provision insert Ko([[개인정보 제3자 제공]])
* #sensitive-provision "Provision of sensitive data (PIPA 23)"
* #sensitive-provision insert Ko([[민감정보 제공]])
* #unique-number-provision "Provision of unique numbers (PIPA 24)"
* #unique-number-provision insert Ko([[고유식별정보 제공]])
* #collection "Collection (PIPA 15)"
* #collection insert Ko([[개인정보 수집·이용]])
* #record-transfer "Transfer of medical records (Medical Service Act 21-2)"
* #record-transfer insert Ko([[진료기록 전송]])
* #discovery "Ex-officio support (Integrated Support Act 10)"
* #discovery insert Ko([[직권 지원]])

ValueSet: ConsentCategoryVS
Id: cx-consent-category
Title: "동의 구분 · Kind of consent"
Description: "All codes of urn:careexchange:consent-category. / 동의 구분 전체."
* insert OwnValueSet(consent-category)
* include codes from system ConsentCategoryCS

CodeSystem: ConsentMethodCS
Id: cx-consent-method
Title: "동의 방법 · How consent was given"
Description: "How consent was given. / 동의 방법."
* insert OwnSystem(consent-method)
* #paper "Paper form"
* #paper insert Ko([[서면]])
* #phone "Telephone"
* #phone insert Ko([[전화]])
* #electronic "Electronic"
* #electronic insert Ko([[전자]])

ValueSet: ConsentMethodVS
Id: cx-consent-method
Title: "동의 방법 · How consent was given"
Description: "All codes of urn:careexchange:consent-method. / 동의 방법 전체."
* insert OwnValueSet(consent-method)
* include codes from system ConsentMethodCS

CodeSystem: ConsentSignerCS
Id: cx-consent-signer
Title: "동의자 · Who consented"
Description: "Who consented. / 동의자."
* insert OwnSystem(consent-signer)
* #self "The person"
* #self insert Ko([[본인]])
* #legal-representative "Legal representative"
* #legal-representative insert Ko([[법정대리인]])
* #other "Other"
* #other insert Ko([[기타]])

ValueSet: ConsentSignerVS
Id: cx-consent-signer
Title: "동의자 · Who consented"
Description: "All codes of urn:careexchange:consent-signer. / 동의자 전체."
* insert OwnValueSet(consent-signer)
* include codes from system ConsentSignerCS

CodeSystem: LegalBasisCS
Id: cx-legal-basis
Title: "법적 근거 · Legal basis"
Description: "The URIs urn:careexchange:legal-basis:{code}[:{article}] of Provenance.policy and AuditEvent.agent.policy. / 법적 근거."
* insert OwnSystem(legal-basis)
* #consent "The person's consent"
* #consent insert Ko([[본인 동의]])
* #statute "A legal provision"
* #statute insert Ko([[법률 규정]])
* #ex-officio "Ex-officio action"
* #ex-officio insert Ko([[직권]])
* #emergency "An emergency"
* #emergency insert Ko([[긴급 상황]])
* #own-record "Own record"
* #own-record insert Ko([[자체 기록]])
* #operator "Operation of the gateway"
* #operator insert Ko([[시스템 운영]])

ValueSet: LegalBasisVS
Id: cx-legal-basis
Title: "법적 근거 · Legal basis"
Description: "All codes of urn:careexchange:legal-basis. / 법적 근거 전체."
* insert OwnValueSet(legal-basis)
* include codes from system LegalBasisCS

CodeSystem: AuditActionCS
Id: cx-audit-action
Title: "감사 행위 · Audited action"
Description: "Audited action. / 감사 행위."
* insert OwnSystem(audit-action)
* #import "Import"
* #import insert Ko([[가져오기]])
* #export "Export"
* #export insert Ko([[내보내기]])
* #message-received "Message received"
* #message-received insert Ko([[기관 메시지 접수]])
* #shared-care-plan "Shared care plan read"
* #shared-care-plan insert Ko([[공유 돌봄계획 열람]])
* #plan-printed "Shared care plan printed"
* #plan-printed insert Ko([[공유 돌봄계획 인쇄]])
* #person-list "List of persons"
* #person-list insert Ko([[대상자 목록]])
* #access-log "Access log read"
* #access-log insert Ko([[열람 이력 조회]])
* #consent-given "Consent given"
* #consent-given insert Ko([[동의]])
* #consent-withdrawn "Consent withdrawn"
* #consent-withdrawn insert Ko([[동의 철회]])
* #token "Token issued"
* #token insert Ko([[토큰 발급]])
* #registration "Registration"
* #registration insert Ko([[등록]])

ValueSet: AuditActionVS
Id: cx-audit-action
Title: "감사 행위 · Audited action"
Description: "All codes of urn:careexchange:audit-action. / 감사 행위 전체."
* insert OwnValueSet(audit-action)
* include codes from system AuditActionCS
