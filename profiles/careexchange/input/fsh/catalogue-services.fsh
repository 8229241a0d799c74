// One HealthcareService for every service named by the partners, with the programme it belongs to. All simulated.

Instance: service-hospital-escort
InstanceOf: CXHealthcareService
Usage: #example
Title: "병원이동·동행 · Hospital transport and escort"
* insert CatalogueEntry(hospital-escort, care, [[병원이동·동행]])
* program = ProgrammeCS#dolbom-sos "Dolbom SOS"

Instance: service-urgent-care
InstanceOf: CXHealthcareService
Usage: #example
Title: "긴급돌봄 · Urgent care"
* insert CatalogueEntry(urgent-care, care, [[긴급돌봄]])
* program = ProgrammeCS#urgent-care "Urgent care"

Instance: service-welfare-counselling
InstanceOf: CXHealthcareService
Usage: #example
Title: "복지상담·제도 안내 · Welfare counselling"
* insert CatalogueEntry(welfare-counselling, welfare, [[복지상담·제도 안내]])
* program = ProgrammeCS#integrated-counselling "Integrated counselling"

Instance: service-individual-plan
InstanceOf: CXHealthcareService
Usage: #example
Title: "개인별지원계획 수립 · Individual support plan"
* insert CatalogueEntry(individual-plan, care, [[개인별지원계획 수립]])
* program[0] = ProgrammeCS#national-integrated-support "National integrated support (2026)"
* program[1] = ProgrammeCS#seodaemun-integrated-care "Seodaemun integrated care"
* program[2] = ProgrammeCS#gwangju-dauum "Gwangju Dauum integrated care"

Instance: service-health-escort
InstanceOf: CXHealthcareService
Usage: #example
Title: "건강동행(방문건강관리) · Health companion visits"
* insert CatalogueEntry(health-escort, medical, [[건강동행(방문건강관리)]])
* program = ProgrammeCS#public-health-companion "Public health companion"

Instance: service-meal-delivery
InstanceOf: CXHealthcareService
Usage: #example
Title: "식사배달 · Meal delivery"
* insert CatalogueEntry(meal-delivery, welfare, [[식사배달]])
* program = ProgrammeCS#welfare-meal "Welfare centre meal delivery"

Instance: service-side-dishes
InstanceOf: CXHealthcareService
Usage: #example
Title: "반찬지원 · Side dishes"
* insert CatalogueEntry(side-dishes, welfare, [[반찬지원]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-nutrition-meal
InstanceOf: CXHealthcareService
Usage: #example
Title: "영양식 · Nutrition meal"
* insert CatalogueEntry(nutrition-meal, welfare, [[영양식]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-porridge-meal
InstanceOf: CXHealthcareService
Usage: #example
Title: "죽식 · Porridge meal"
* insert CatalogueEntry(porridge-meal, welfare, [[죽식]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-diabetic-meal
InstanceOf: CXHealthcareService
Usage: #example
Title: "당뇨식 · Diabetic meal"
* insert CatalogueEntry(diabetic-meal, welfare, [[당뇨식]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-shared-dinner
InstanceOf: CXHealthcareService
Usage: #example
Title: "마을밥카페 저녁식사 · Shared dinner for those who live alone"
* insert CatalogueEntry(shared-dinner, welfare, [[마을밥카페 저녁식사]])
* program = ProgrammeCS#village-dinner-cafe "Village dinner café"

Instance: service-dementia-treatment-cost
InstanceOf: CXHealthcareService
Usage: #example
Title: "치매 치료비 지원 · Dementia treatment cost support"
* insert CatalogueEntry(dementia-treatment-cost, welfare, [[치매 치료비 지원]])
* program = ProgrammeCS#dementia-support "Dementia centre support"

Instance: service-care-goods
InstanceOf: CXHealthcareService
Usage: #example
Title: "조호물품 제공 · Care goods"
* insert CatalogueEntry(care-goods, care, [[조호물품 제공]])
* program = ProgrammeCS#dementia-support "Dementia centre support"

Instance: service-dementia-test
InstanceOf: CXHealthcareService
Usage: #example
Title: "치매검사 · Dementia test"
* insert CatalogueEntry(dementia-test, medical, [[치매검사]])
* program = ProgrammeCS#dementia-support "Dementia centre support"

Instance: service-mild-dementia-care
InstanceOf: CXHealthcareService
Usage: #example
Title: "경증치매 방문·식사 돌봄 · Visits and meals for mild dementia"
* insert CatalogueEntry(mild-dementia-care, care, [[경증치매 방문·식사 돌봄]])
* program = ProgrammeCS#daedeok-neighbourhood-care "Daedeok neighbourhood care"

Instance: service-housing-upgrade
InstanceOf: CXHealthcareService
Usage: #example
Title: "주거 상향 지원 · Housing upgrade"
* insert CatalogueEntry(housing-upgrade, housing, [[주거 상향 지원]])
* program = ProgrammeCS#housing-upgrade "Housing upgrade"

Instance: service-housing-counselling
InstanceOf: CXHealthcareService
Usage: #example
Title: "주거상담 · Housing counselling"
* insert CatalogueEntry(housing-counselling, housing, [[주거상담]])
* program = ProgrammeCS#housing-upgrade "Housing upgrade"

Instance: service-home-visit
InstanceOf: CXHealthcareService
Usage: #example
Title: "방문진료 · Home doctor visit"
* insert CatalogueEntry(home-visit, medical, [[방문진료]])
* program = ProgrammeCS#home-medical-care "Home medical care centre"

Instance: service-discharge-home-care
InstanceOf: CXHealthcareService
Usage: #example
Title: "퇴원환자 방문의료 · Visiting medical care after discharge"
* insert CatalogueEntry(discharge-home-care, medical, [[퇴원환자 방문의료]])
* program = ProgrammeCS#home-medical-care "Home medical care centre"

Instance: service-outpatient-visit
InstanceOf: CXHealthcareService
Usage: #example
Title: "외래 진료 · Outpatient visit"
* insert CatalogueEntry(outpatient-visit, medical, [[외래 진료]])
* program = ProgrammeCS#health-insurance "National health insurance"

Instance: service-haemodialysis
InstanceOf: CXHealthcareService
Usage: #example
Title: "인공신장실 외래치료 · Haemodialysis"
* insert CatalogueEntry(haemodialysis, medical, [[인공신장실 외래치료]])
* program = ProgrammeCS#health-insurance "National health insurance"

Instance: service-visiting-nursing
InstanceOf: CXHealthcareService
Usage: #example
Title: "방문간호 · Visiting nursing"
* insert CatalogueEntry(visiting-nursing, medical, [[방문간호]])
* program = ProgrammeCS#district-special "District special programme"

Instance: service-korean-medicine-visit
InstanceOf: CXHealthcareService
Usage: #example
Title: "한의약 건강돌봄 · Korean medicine visit"
* insert CatalogueEntry(korean-medicine-visit, medical, [[한의약 건강돌봄]])
* program = ProgrammeCS#korean-medicine-care "Korean medicine care"

Instance: service-visiting-exercise
InstanceOf: CXHealthcareService
Usage: #example
Title: "방문맞춤운동 · Tailored exercise at home"
* insert CatalogueEntry(visiting-exercise, medical, [[방문맞춤운동]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-child-exercise
InstanceOf: CXHealthcareService
Usage: #example
Title: "소아 방문맞춤운동 · Tailored exercise for children"
* insert CatalogueEntry(child-exercise, medical, [[소아 방문맞춤운동]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-oral-care
InstanceOf: CXHealthcareService
Usage: #example
Title: "방문구강케어 · Oral care at home"
* insert CatalogueEntry(oral-care, medical, [[방문구강케어]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-housework
InstanceOf: CXHealthcareService
Usage: #example
Title: "가사지원 · Housework support"
* insert CatalogueEntry(housework, care, [[가사지원]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-visiting-bath
InstanceOf: CXHealthcareService
Usage: #example
Title: "방문목욕 · Visiting bath"
* insert CatalogueEntry(visiting-bath, care, [[방문목욕]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-hair-care
InstanceOf: CXHealthcareService
Usage: #example
Title: "이미용·위생 · Haircut and hygiene"
* insert CatalogueEntry(hair-care, care, [[이미용·위생]])
* program = ProgrammeCS#daedeok-neighbourhood-care "Daedeok neighbourhood care"

Instance: service-short-stay
InstanceOf: CXHealthcareService
Usage: #example
Title: "일시보호 · Temporary protection"
* insert CatalogueEntry(short-stay, care, [[일시보호]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-gap-care
InstanceOf: CXHealthcareService
Usage: #example
Title: "어르신 틈새돌봄 · Gap care on holidays and nights"
* insert CatalogueEntry(gap-care, care, [[어르신 틈새돌봄]])
* program = ProgrammeCS#gap-care "Gap care for older persons"

Instance: service-emotional-support
InstanceOf: CXHealthcareService
Usage: #example
Title: "정서돌봄 · Emotional support"
* insert CatalogueEntry(emotional-support, care, [[정서돌봄]])
* program = ProgrammeCS#gwangsan-integrated-care "Gwangsan integrated care"

Instance: service-ai-wellbeing-check
InstanceOf: CXHealthcareService
Usage: #example
Title: "AI 안부확인 · AI wellbeing check"
* insert CatalogueEntry(ai-wellbeing-check, welfare, [[AI 안부확인]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-smart-home-care
InstanceOf: CXHealthcareService
Usage: #example
Title: "스마트홈 AI 돌봄 · Smart home AI care"
* insert CatalogueEntry(smart-home-care, care, [[스마트홈 AI 돌봄]])
* program = ProgrammeCS#daedeok-neighbourhood-care "Daedeok neighbourhood care"

Instance: service-home-safety
InstanceOf: CXHealthcareService
Usage: #example
Title: "주거편의(안전손잡이 등) · Home safety and repairs"
* insert CatalogueEntry(home-safety, housing, [[주거편의(안전손잡이 등)]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-safe-environment
InstanceOf: CXHealthcareService
Usage: #example
Title: "안전생활환경(단차·문턱 제거) · Safe living environment"
* insert CatalogueEntry(safe-environment, housing, [[안전생활환경(단차·문턱 제거)]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-deep-cleaning
InstanceOf: CXHealthcareService
Usage: #example
Title: "대청소 · Deep cleaning"
* insert CatalogueEntry(deep-cleaning, housing, [[대청소]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-pest-control
InstanceOf: CXHealthcareService
Usage: #example
Title: "방역·방충 · Pest control"
* insert CatalogueEntry(pest-control, housing, [[방역·방충]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-small-repairs
InstanceOf: CXHealthcareService
Usage: #example
Title: "간단수리 · Small repairs"
* insert CatalogueEntry(small-repairs, housing, [[간단수리]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-doorbell-repair
InstanceOf: CXHealthcareService
Usage: #example
Title: "초인종 수리 · Doorbell repair"
* insert CatalogueEntry(doorbell-repair, housing, [[초인종 수리]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-unpacking-help
InstanceOf: CXHealthcareService
Usage: #example
Title: "짐정리 · Unpacking help"
* insert CatalogueEntry(unpacking-help, housing, [[짐정리]])
* program = ProgrammeCS#gwangju-plus-care "Gwangju plus care"

Instance: service-laundry
InstanceOf: CXHealthcareService
Usage: #example
Title: "세탁·이불세탁 · Laundry and bedding laundry"
* insert CatalogueEntry(laundry, care, [[세탁·이불세탁]])
* program = ProgrammeCS#district-special "District special programme"

Instance: service-social-prescription
InstanceOf: CXHealthcareService
Usage: #example
Title: "사회적 처방 · Social prescription"
* insert CatalogueEntry(social-prescription, welfare, [[사회적 처방]])
* program = ProgrammeCS#social-prescription "Social prescription"

Instance: service-health-programme
InstanceOf: CXHealthcareService
Usage: #example
Title: "건강관리 프로그램 · Health management programme"
* insert CatalogueEntry(health-programme, medical, [[건강관리 프로그램]])
* program = ProgrammeCS#health-programme "Health management programmes"

Instance: service-visiting-health-management
InstanceOf: CXHealthcareService
Usage: #example
Title: "방문형 건강관리서비스 · Visiting health management"
* insert CatalogueEntry(visiting-health-management, medical, [[방문형 건강관리서비스]])
* program = ProgrammeCS#visiting-health-management "Visiting health management"

Instance: service-hospital-companion
InstanceOf: CXHealthcareService
Usage: #example
Title: "휴블런스 병원동행 · Hospital companion for the frail"
* insert CatalogueEntry(hospital-companion, care, [[휴블런스 병원동행]])
* program = ProgrammeCS#hublance "Hublance hospital companion"

Instance: service-medical-cost-support
InstanceOf: CXHealthcareService
Usage: #example
Title: "비급여 의료비 지원 · Support for non-benefit medical cost"
* insert CatalogueEntry(medical-cost-support, welfare, [[비급여 의료비 지원]])
* program = ProgrammeCS#daedeok-neighbourhood-care "Daedeok neighbourhood care"

Instance: service-care-cost-support
InstanceOf: CXHealthcareService
Usage: #example
Title: "간병비 지원 · Support for nursing-care cost"
* insert CatalogueEntry(care-cost-support, welfare, [[간병비 지원]])
* program = ProgrammeCS#daedeok-neighbourhood-care "Daedeok neighbourhood care"

Instance: service-benefit-application
InstanceOf: CXHealthcareService
Usage: #example
Title: "급여 신청 지원 · Benefit application"
* insert CatalogueEntry(benefit-application, welfare, [[급여 신청 지원]])
* program = ProgrammeCS#basic-livelihood "Basic livelihood security"

Instance: service-emergency-livelihood
InstanceOf: CXHealthcareService
Usage: #example
Title: "긴급생계지원 · Emergency livelihood support"
* insert CatalogueEntry(emergency-livelihood, welfare, [[긴급생계지원]])
* program = ProgrammeCS#emergency-welfare "Emergency welfare"

Instance: service-ltc-application
InstanceOf: CXHealthcareService
Usage: #example
Title: "장기요양 신청 대행 · Long-term-care application on behalf"
* insert CatalogueEntry(ltc-application, welfare, [[장기요양 신청 대행]])
* program = ProgrammeCS#long-term-care-insurance "Long-term-care insurance"

Instance: service-disability-regrading
InstanceOf: CXHealthcareService
Usage: #example
Title: "장애 재판정 · Disability re-grading"
* insert CatalogueEntry(disability-regrading, welfare, [[장애 재판정]])
* program = ProgrammeCS#basic-livelihood "Basic livelihood security"

Instance: service-work-ability-certificate
InstanceOf: CXHealthcareService
Usage: #example
Title: "근로능력평가 진단서 · Work-ability certificate"
* insert CatalogueEntry(work-ability-certificate, welfare, [[근로능력평가 진단서]])
* program = ProgrammeCS#basic-livelihood "Basic livelihood security"

Instance: service-donated-goods
InstanceOf: CXHealthcareService
Usage: #example
Title: "후원물품 · Donated goods"
* insert CatalogueEntry(donated-goods, welfare, [[후원물품]])
* program = ProgrammeCS#dong-donation "Donations of the dong"

Instance: service-dong-side-dishes
InstanceOf: CXHealthcareService
Usage: #example
Title: "동 자체 반찬 후원 · Side dishes of the dong"
* insert CatalogueEntry(dong-side-dishes, welfare, [[동 자체 반찬 후원]])
* program = ProgrammeCS#dong-donation "Donations of the dong"

Instance: service-custom-senior-care
InstanceOf: CXHealthcareService
Usage: #example
Title: "노인맞춤돌봄 · Customised senior care"
* insert CatalogueEntry(custom-senior-care, care, [[노인맞춤돌봄]])
* program = ProgrammeCS#custom-senior-care "Customised senior care"

Instance: service-ltc-home-care
InstanceOf: CXHealthcareService
Usage: #example
Title: "장기요양 방문요양 · Long-term-care home care"
* insert CatalogueEntry(ltc-home-care, care, [[장기요양 방문요양]])
* program = ProgrammeCS#long-term-care-insurance "Long-term-care insurance"

Instance: service-ltc-visiting-nursing
InstanceOf: CXHealthcareService
Usage: #example
Title: "장기요양 방문간호 · Long-term-care visiting nursing"
* insert CatalogueEntry(ltc-visiting-nursing, care, [[장기요양 방문간호]])
* program = ProgrammeCS#long-term-care-insurance "Long-term-care insurance"

Instance: service-ltc-day-care
InstanceOf: CXHealthcareService
Usage: #example
Title: "장기요양 주야간보호 · Long-term-care day care"
* insert CatalogueEntry(ltc-day-care, care, [[장기요양 주야간보호]])
* program = ProgrammeCS#long-term-care-insurance "Long-term-care insurance"

Instance: service-activity-support
InstanceOf: CXHealthcareService
Usage: #example
Title: "장애인활동지원 · Activity support for disabled persons"
* insert CatalogueEntry(activity-support, care, [[장애인활동지원]])
* program = ProgrammeCS#activity-support "Activity support for disabled persons"

Instance: service-child-care
InstanceOf: CXHealthcareService
Usage: #example
Title: "아이돌봄 · Child care"
* insert CatalogueEntry(child-care, care, [[아이돌봄]])
* program = ProgrammeCS#child-care "Child care"

Instance: service-home-medical-benefit
InstanceOf: CXHealthcareService
Usage: #example
Title: "재가의료급여 · Home medical benefit"
* insert CatalogueEntry(home-medical-benefit, medical, [[재가의료급여]])
* program = ProgrammeCS#medical-aid "Medical aid"

Instance: service-case-management
InstanceOf: CXHealthcareService
Usage: #example
Title: "사례관리 · Case management"
* insert CatalogueEntry(case-management, welfare, [[사례관리]])
* program = ProgrammeCS#case-management "Case management"

Instance: service-mobile-wellbeing-check
InstanceOf: CXHealthcareService
Usage: #example
Title: "모바일안심돌봄 · Mobile wellbeing check"
* insert CatalogueEntry(mobile-wellbeing-check, welfare, [[모바일안심돌봄]])
* program = ProgrammeCS#mobile-wellbeing "Mobile wellbeing check"

Instance: service-solitary-death-prevention
InstanceOf: CXHealthcareService
Usage: #example
Title: "고독사 예방 상시관리 · Prevention of solitary death"
* insert CatalogueEntry(solitary-death-prevention, welfare, [[고독사 예방 상시관리]])
* program = ProgrammeCS#solitary-death-prevention "Prevention of solitary death"

Instance: service-mental-health-support
InstanceOf: CXHealthcareService
Usage: #example
Title: "정신건강복지센터 연계 · Mental health support"
* insert CatalogueEntry(mental-health-support, medical, [[정신건강복지센터 연계]])
* program = ProgrammeCS#mental-health "Mental health and addiction services"

Instance: service-addiction-support
InstanceOf: CXHealthcareService
Usage: #example
Title: "중독관리센터 연계 · Addiction support"
* insert CatalogueEntry(addiction-support, medical, [[중독관리센터 연계]])
* program = ProgrammeCS#mental-health "Mental health and addiction services"

Instance: service-community-outreach
InstanceOf: CXHealthcareService
Usage: #example
Title: "찾아가는 보건복지서비스 · Health and welfare outreach visits"
* insert CatalogueEntry(community-outreach, welfare, [[찾아가는 보건복지서비스]])
* program = ProgrammeCS#outreach-welfare "Outreach health and welfare"

Instance: service-social-farming
InstanceOf: CXHealthcareService
Usage: #example
Title: "사회적 농업 · Social farming"
* insert CatalogueEntry(social-farming, welfare, [[사회적 농업]])
* program = ProgrammeCS#district-special "District special programme"

Instance: service-housing-improvement
InstanceOf: CXHealthcareService
Usage: #example
Title: "주거환경 개선 · Housing improvement"
* insert CatalogueEntry(housing-improvement, housing, [[주거환경 개선]])
* program = ProgrammeCS#daedeok-neighbourhood-care "Daedeok neighbourhood care"
