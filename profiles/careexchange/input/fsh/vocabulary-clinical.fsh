// Codes with English displays and Korean designations; every code system has a value set of all its codes.

CodeSystem: ProcedureCS
Id: cx-procedure
Title: "시술·처치 · Procedure"
Description: "Procedure. / 시술·처치."
* insert OwnSystem(procedure)
* ^content = #fragment
* #haemodialysis "Haemodialysis"
* #haemodialysis insert Ko([[혈액투석]])
* #internal-fixation "Internal fixation of fracture"
* #internal-fixation insert Ko([[골절 내고정술]])
* #pressure-sore-care "Pressure sore care"
* #pressure-sore-care insert Ko([[욕창 처치]])
* #total-knee-replacement "Total knee replacement"
* #total-knee-replacement insert Ko([[무릎 인공관절 치환술]])

ValueSet: ProcedureVS
Id: cx-procedure
Title: "시술·처치 · Procedure"
Description: "All codes of urn:careexchange:procedure. / 시술·처치 전체."
* insert OwnValueSet(procedure)
* include codes from system ProcedureCS

CodeSystem: BodySiteCS
Id: cx-body-site
Title: "신체 부위 · Body site"
Description: "Body site. / 신체 부위."
* insert OwnSystem(body-site)
* ^content = #fragment
* #right-knee "Right knee"
* #right-knee insert Ko([[오른쪽 무릎]])
* #left-knee "Left knee"
* #left-knee insert Ko([[왼쪽 무릎]])
* #both-knees "Both knees"
* #both-knees insert Ko([[양쪽 무릎]])

ValueSet: BodySiteVS
Id: cx-body-site
Title: "신체 부위 · Body site"
Description: "All codes of urn:careexchange:body-site. / 신체 부위 전체."
* insert OwnValueSet(body-site)
* include codes from system BodySiteCS

CodeSystem: RouteCS
Id: cx-route
Title: "투여 경로 · Route"
Description: "Route. / 투여 경로."
* insert OwnSystem(route)
* ^content = #fragment
* #oral "Oral"
* #oral insert Ko([[경구]])
* #intravenous "Intravenous"
* #intravenous insert Ko([[정맥주사]])

ValueSet: RouteVS
Id: cx-route
Title: "투여 경로 · Route"
Description: "All codes of urn:careexchange:route. / 투여 경로 전체."
* insert OwnValueSet(route)
* include codes from system RouteCS
