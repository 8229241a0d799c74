// Codes with English displays and Korean designations; every code system has a value set of all its codes.

CodeSystem: OrganizationTypeCS
Id: cx-organization-type
Title: "기관 유형 · Kind of organisation"
Description: "Kind of organisation. / 기관 유형."
* insert OwnSystem(organization-type)
* #municipality "Municipality"
* #municipality insert Ko([[시군구]])
* #municipal-unit "Municipal unit"
* #municipal-unit insert Ko([[시군구 부서]])
* #dong-office "Dong welfare centre"
* #dong-office insert Ko([[읍면동 행정복지센터]])
* #nhis-branch "NHIS branch"
* #nhis-branch insert Ko([[국민건강보험공단 지사]])
* #dementia-centre "Dementia centre"
* #dementia-centre insert Ko([[치매안심센터]])
* #homecare-clinic "Home medical care clinic"
* #homecare-clinic insert Ko([[재택의료센터]])
* #hospital "Hospital"
* #hospital insert Ko([[병원]])
* #convalescent-hospital "Convalescent hospital"
* #convalescent-hospital insert Ko([[요양병원]])
* #public-health-centre "Public health centre"
* #public-health-centre insert Ko([[보건소]])
* #mental-health-centre "Mental health welfare centre"
* #mental-health-centre insert Ko([[정신건강복지센터]])
* #addiction-centre "Addiction management centre"
* #addiction-centre insert Ko([[중독관리통합지원센터]])
* #social-service-agency "Social service agency"
* #social-service-agency insert Ko([[사회서비스원]])
* #welfare-centre "Community welfare centre"
* #welfare-centre insert Ko([[종합사회복지관]])
* #senior-care-agency "Customised senior care agency"
* #senior-care-agency insert Ko([[노인맞춤돌봄기관]])
* #ltc-provider "Long-term-care provider"
* #ltc-provider insert Ko([[장기요양기관]])
* #activity-support-agency "Activity support agency"
* #activity-support-agency insert Ko([[장애인활동지원기관]])
* #dolbom-sos "Dolbom SOS centre"
* #dolbom-sos insert Ko([[돌봄SOS센터]])
* #housing-centre "Housing support centre"
* #housing-centre insert Ko([[주거안심종합센터]])
* #health-care-centre "Community health post"
* #health-care-centre insert Ko([[건강관리소]])
* #self-support-company "Self-support company"
* #self-support-company insert Ko([[자활기업]])
* #survey-body "Entrusted survey body"
* #survey-body insert Ko([[전문기관]])
* #police "Police station"
* #police insert Ko([[경찰서]])
* #child-welfare-team "Child welfare team"
* #child-welfare-team insert Ko([[아동복지팀]])

ValueSet: OrganizationTypeVS
Id: cx-organization-type
Title: "기관 유형 · Kind of organisation"
Description: "All codes of urn:careexchange:organization-type. / 기관 유형 전체."
* insert OwnValueSet(organization-type)
* include codes from system OrganizationTypeCS

CodeSystem: OrganizationCS
Id: cx-organization
Title: "연계 기관 · Connected organisations"
Description: "Simulated organisations. A gateway adds its own with a supplement or a newer version. / 연계 기관."
* insert OwnSystem(organization)
* ^content = #fragment
* #hongje-homecare "Hongje Home Medical Care Centre"
* #hongje-homecare insert Ko([[홍제 재택의료센터]])
* #seodaemun "Seodaemun-gu Integrated Care Division"
* #seodaemun insert Ko([[서대문구 통합돌봄과]])
* #seodaemun-dementia "Seodaemun-gu Dementia Centre"
* #seodaemun-dementia insert Ko([[서대문구 치매안심센터]])
* #nhis-seodaemun "NHIS Seodaemun Branch"
* #nhis-seodaemun insert Ko([[국민건강보험공단 서대문지사]])
* #dolbom-sos "Dolbom SOS Centre"
* #dolbom-sos insert Ko([[돌봄SOS센터]])
* #seodaemun-health "Seodaemun-gu Public Health Centre"
* #seodaemun-health insert Ko([[서대문구 보건소]])
* #welfare-center "Community Welfare Centre"
* #welfare-center insert Ko([[종합사회복지관]])
* #housing-center "Housing Support Centre, Housing Counselling Office"
* #housing-center insert Ko([[주거안심종합센터 주거상담소]])
* #social-service-agency "Social Service Agency"
* #social-service-agency insert Ko([[사회서비스원]])
* #mental-health "Mental Health Welfare Centre"
* #mental-health insert Ko([[정신건강복지센터]])
* #homevisit-clinic "Neighbourhood Clinic"
* #homevisit-clinic insert Ko([[우리동네의원]])

ValueSet: OrganizationVS
Id: cx-organization
Title: "연계 기관 · Connected organisations"
Description: "All codes of urn:careexchange:organization. / 연계 기관 전체."
* insert OwnValueSet(organization)
* include codes from system OrganizationCS

CodeSystem: RoleCS
Id: cx-role
Title: "담당자 역할 · Role of who asks"
Description: "Role of who asks. / 담당자 역할."
* insert OwnSystem(role)
* #case-manager "Case manager"
* #case-manager insert Ko([[사례관리자]])
* #clinic-nurse "Clinic nurse"
* #clinic-nurse insert Ko([[재택의료 간호사]])
* #nhis-officer "NHIS officer"
* #nhis-officer insert Ko([[공단 담당자]])
* #dementia-worker "Dementia centre worker"
* #dementia-worker insert Ko([[치매안심센터 담당자]])
* #partner-system "Partner system"
* #partner-system insert Ko([[기관 시스템]])
* #person "The person"
* #person insert Ko([[본인]])
* #operator "Operator"
* #operator insert Ko([[운영자]])

ValueSet: RoleVS
Id: cx-role
Title: "담당자 역할 · Role of who asks"
Description: "All codes of urn:careexchange:role. / 담당자 역할 전체."
* insert OwnValueSet(role)
* include codes from system RoleCS

CodeSystem: TeamRoleCS
Id: cx-team-role
Title: "팀 역할 · Role in the care team"
Description: "Role in the care team. / 팀 역할."
* insert OwnSystem(team-role)
* #case-manager "Case manager"
* #case-manager insert Ko([[사례관리자]])
* #visiting-nurse "Visiting nurse"
* #visiting-nurse insert Ko([[방문간호사]])
* #visiting-doctor "Visiting doctor"
* #visiting-doctor insert Ko([[방문진료 의사]])
* #physiotherapist "Physiotherapist"
* #physiotherapist insert Ko([[물리치료사]])
* #child-physiotherapist "Paediatric physiotherapist"
* #child-physiotherapist insert Ko([[소아 물리치료사]])
* #oral-care-worker "Oral care worker"
* #oral-care-worker insert Ko([[방문구강케어 담당]])
* #dementia-worker "Dementia centre worker"
* #dementia-worker insert Ko([[치매안심센터 담당]])
* #public-health-nurse "Public health nurse"
* #public-health-nurse insert Ko([[건강동행 간호사]])
* #sos-manager "Dolbom SOS manager"
* #sos-manager insert Ko([[돌봄SOS 매니저]])
* #social-worker "Social worker"
* #social-worker insert Ko([[사회복지사]])
* #care-worker "Care worker"
* #care-worker insert Ko([[요양보호사]])
* #activity-assistant "Activity assistant"
* #activity-assistant insert Ko([[장애인활동지원사]])
* #housing-counsellor "Housing counsellor"
* #housing-counsellor insert Ko([[주거상담사]])
* #nhis-officer "NHIS officer"
* #nhis-officer insert Ko([[공단 담당]])
* #assessor "Assessor"
* #assessor insert Ko([[조사자]])
* #health-activist "Community health activist"
* #health-activist insert Ko([[건강활동가]])

ValueSet: TeamRoleVS
Id: cx-team-role
Title: "팀 역할 · Role in the care team"
Description: "All codes of urn:careexchange:team-role. / 팀 역할 전체."
* insert OwnValueSet(team-role)
* include codes from system TeamRoleCS

CodeSystem: HouseholdMemberCS
Id: cx-household-member
Title: "가구원 구분 · Place in the household"
Description: "Place in the household. / 가구원 구분."
* insert OwnSystem(household-member)
* #subject "Person in care"
* #subject insert Ko([[대상자]])
* #member "Household member"
* #member insert Ko([[가구원]])
* #guardian "Guardian or contact"
* #guardian insert Ko([[보호자]])

ValueSet: HouseholdMemberVS
Id: cx-household-member
Title: "가구원 구분 · Place in the household"
Description: "All codes of urn:careexchange:household-member. / 가구원 구분 전체."
* insert OwnValueSet(household-member)
* include codes from system HouseholdMemberCS

CodeSystem: HouseholdTypeCS
Id: cx-household-type
Title: "세대유형 · Household type"
Description: "Household type. / 세대유형."
* insert OwnSystem(household-type)
* #alone "Lives alone"
* #alone insert Ko([[독거]])
* #couple "Couple only"
* #couple insert Ko([[부부]])
* #with-family "With family"
* #with-family insert Ko([[가족과 동거]])
* #with-son "With son"
* #with-son insert Ko([[아들과 동거]])
* #with-daughter "With daughter"
* #with-daughter insert Ko([[딸과 동거]])
* #with-relative "With relatives"
* #with-relative insert Ko([[친척과 동거]])
* #grandparent-grandchild "Grandparent and grandchild"
* #grandparent-grandchild insert Ko([[조손]])
* #with-parent "With parent"
* #with-parent insert Ko([[부모와 동거]])
* #single-parent "Single parent"
* #single-parent insert Ko([[한부모]])
* #other "Other"
* #other insert Ko([[기타]])

ValueSet: HouseholdTypeVS
Id: cx-household-type
Title: "세대유형 · Household type"
Description: "All codes of urn:careexchange:household-type. / 세대유형 전체."
* insert OwnValueSet(household-type)
* include codes from system HouseholdTypeCS

CodeSystem: HousingCS
Id: cx-housing
Title: "주거형태 · Housing"
Description: "Housing. / 주거형태."
* insert OwnSystem(housing)
* #owned "Owned"
* #owned insert Ko([[자가]])
* #deposit-lease "Deposit lease (jeonse)"
* #deposit-lease insert Ko([[전세]])
* #monthly-rent "Monthly rent"
* #monthly-rent insert Ko([[월세]])
* #public-rental "Public rental"
* #public-rental insert Ko([[공공임대]])
* #free "Free of charge"
* #free insert Ko([[무료임차]])
* #unlicensed "Unlicensed dwelling"
* #unlicensed insert Ko([[무허가]])

ValueSet: HousingVS
Id: cx-housing
Title: "주거형태 · Housing"
Description: "All codes of urn:careexchange:housing. / 주거형태 전체."
* insert OwnValueSet(housing)
* include codes from system HousingCS

CodeSystem: EconomyCS
Id: cx-economy
Title: "경제상태 · Economic status"
Description: "Economic status. / 경제상태."
* insert OwnSystem(economy)
* #basic-livelihood "Basic livelihood recipient"
* #basic-livelihood insert Ko([[기초생활수급]])
* #near-poor "Near poor"
* #near-poor insert Ko([[차상위]])
* #veteran "Veteran"
* #veteran insert Ko([[유공자]])
* #general "General"
* #general insert Ko([[일반]])

ValueSet: EconomyVS
Id: cx-economy
Title: "경제상태 · Economic status"
Description: "All codes of urn:careexchange:economy. / 경제상태 전체."
* insert OwnValueSet(economy)
* include codes from system EconomyCS

CodeSystem: InsuranceStatusCS
Id: cx-insurance-status
Title: "의료보장 상태 · Medical security"
Description: "Medical security. / 의료보장 상태."
* insert OwnSystem(insurance-status)
* #none "Not insured"
* #none insert Ko([[미가입]])

ValueSet: InsuranceStatusVS
Id: cx-insurance-status
Title: "의료보장 상태 · Medical security"
Description: "All codes of urn:careexchange:insurance-status. / 의료보장 상태 전체."
* insert OwnValueSet(insurance-status)
* include codes from system InsuranceStatusCS

CodeSystem: CoverageTypeCS
Id: cx-coverage-type
Title: "보장 유형 · Kind of coverage"
Description: "Kind of coverage. / 보장 유형."
* insert OwnSystem(coverage-type)
* #long-term-care "Long-term-care insurance"
* #long-term-care insert Ko([[노인장기요양보험]])

ValueSet: CoverageTypeVS
Id: cx-coverage-type
Title: "보장 유형 · Kind of coverage"
Description: "All codes of urn:careexchange:coverage-type. / 보장 유형 전체."
* insert OwnValueSet(coverage-type)
* include codes from system CoverageTypeCS

CodeSystem: EligibilityCS
Id: cx-eligibility
Title: "대상 유형 · Eligibility"
Description: "Decree article 2, and local programmes that need neither age nor income. / 대상 유형."
* insert OwnSystem(eligibility)
* #aged-65 "Aged 65 or over"
* #aged-65 insert Ko([[65세 이상]])
* #severe-disability "Severe registered disability"
* #severe-disability insert Ko([[심한 장애]])
* #agreed-vulnerable "Vulnerable person agreed with the Minister"
* #agreed-vulnerable insert Ko([[시군구와 복지부가 협의한 취약계층]])
* #local-any-age "Local programme without age limit"
* #local-any-age insert Ko([[나이 제한 없는 지역 사업]])

ValueSet: EligibilityVS
Id: cx-eligibility
Title: "대상 유형 · Eligibility"
Description: "All codes of urn:careexchange:eligibility. / 대상 유형 전체."
* insert OwnValueSet(eligibility)
* include codes from system EligibilityCS
