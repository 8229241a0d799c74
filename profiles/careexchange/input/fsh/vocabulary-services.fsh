// Codes with English displays and Korean designations; every code system has a value set of all its codes.

CodeSystem: ServiceDomainCS
Id: cx-service-domain
Title: "서비스 분야 · Field of service"
Description: "Field of service. / 서비스 분야."
* insert OwnSystem(service-domain)
* #medical "Medical"
* #medical insert Ko([[의료]])
* #care "Care"
* #care insert Ko([[돌봄]])
* #welfare "Welfare"
* #welfare insert Ko([[복지]])
* #housing "Housing"
* #housing insert Ko([[주거]])

ValueSet: ServiceDomainVS
Id: cx-service-domain
Title: "서비스 분야 · Field of service"
Description: "All codes of urn:careexchange:service-domain. / 서비스 분야 전체."
* insert OwnValueSet(service-domain)
* include codes from system ServiceDomainCS

CodeSystem: ServiceLayerCS
Id: cx-service-layer
Title: "서비스 층 · Layer of service"
Description: "Existing care first, then plus care; urgent care first when it is urgent. / 서비스 층."
* insert OwnSystem(service-layer)
* #existing "Existing"
* #existing insert Ko([[기존 서비스]])
* #plus "Plus care"
* #plus insert Ko([[추가 돌봄]])
* #urgent "Urgent care"
* #urgent insert Ko([[긴급돌봄]])

ValueSet: ServiceLayerVS
Id: cx-service-layer
Title: "서비스 층 · Layer of service"
Description: "All codes of urn:careexchange:service-layer. / 서비스 층 전체."
* insert OwnValueSet(service-layer)
* include codes from system ServiceLayerCS

CodeSystem: ServiceTypeCS
Id: cx-service-type
Title: "서비스 종류 · Kind of service"
Description: "One list for every service that the partners name (domain.md E.1 and E.4). / 서비스 종류."
* insert OwnSystem(service-type)
* #hospital-escort "Hospital transport and escort"
* #hospital-escort insert Ko([[병원이동·동행]])
* #urgent-care "Urgent care"
* #urgent-care insert Ko([[긴급돌봄]])
* #welfare-counselling "Welfare counselling"
* #welfare-counselling insert Ko([[복지상담·제도 안내]])
* #individual-plan "Individual support plan"
* #individual-plan insert Ko([[개인별지원계획 수립]])
* #health-escort "Health companion visits"
* #health-escort insert Ko([[건강동행(방문건강관리)]])
* #meal-delivery "Meal delivery"
* #meal-delivery insert Ko([[식사배달]])
* #side-dishes "Side dishes"
* #side-dishes insert Ko([[반찬지원]])
* #nutrition-meal "Nutrition meal"
* #nutrition-meal insert Ko([[영양식]])
* #porridge-meal "Porridge meal"
* #porridge-meal insert Ko([[죽식]])
* #diabetic-meal "Diabetic meal"
* #diabetic-meal insert Ko([[당뇨식]])
* #shared-dinner "Shared dinner for those who live alone"
* #shared-dinner insert Ko([[마을밥카페 저녁식사]])
* #dementia-treatment-cost "Dementia treatment cost support"
* #dementia-treatment-cost insert Ko([[치매 치료비 지원]])
* #care-goods "Care goods"
* #care-goods insert Ko([[조호물품 제공]])
* #dementia-test "Dementia test"
* #dementia-test insert Ko([[치매검사]])
* #mild-dementia-care "Visits and meals for mild dementia"
* #mild-dementia-care insert Ko([[경증치매 방문·식사 돌봄]])
* #housing-upgrade "Housing upgrade"
* #housing-upgrade insert Ko([[주거 상향 지원]])
* #housing-counselling "Housing counselling"
* #housing-counselling insert Ko([[주거상담]])
* #home-visit "Home doctor visit"
* #home-visit insert Ko([[방문진료]])
* #discharge-home-care "Visiting medical care after discharge"
* #discharge-home-care insert Ko([[퇴원환자 방문의료]])
* #outpatient-visit "Outpatient visit"
* #outpatient-visit insert Ko([[외래 진료]])
* #haemodialysis "Haemodialysis"
* #haemodialysis insert Ko([[인공신장실 외래치료]])
* #visiting-nursing "Visiting nursing"
* #visiting-nursing insert Ko([[방문간호]])
* #korean-medicine-visit "Korean medicine visit"
* #korean-medicine-visit insert Ko([[한의약 건강돌봄]])
* #visiting-exercise "Tailored exercise at home"
* #visiting-exercise insert Ko([[방문맞춤운동]])
* #child-exercise "Tailored exercise for children"
* #child-exercise insert Ko([[소아 방문맞춤운동]])
* #oral-care "Oral care at home"
* #oral-care insert Ko([[방문구강케어]])
* #housework "Housework support"
* #housework insert Ko([[가사지원]])
* #visiting-bath "Visiting bath"
* #visiting-bath insert Ko([[방문목욕]])
* #hair-care "Haircut and hygiene"
* #hair-care insert Ko([[이미용·위생]])
* #short-stay "Temporary protection"
* #short-stay insert Ko([[일시보호]])
* #gap-care "Gap care on holidays and nights"
* #gap-care insert Ko([[어르신 틈새돌봄]])
* #emotional-support "Emotional support"
* #emotional-support insert Ko([[정서돌봄]])
* #ai-wellbeing-check "AI wellbeing check"
* #ai-wellbeing-check insert Ko([[AI 안부확인]])
* #smart-home-care "Smart home AI care"
* #smart-home-care insert Ko([[스마트홈 AI 돌봄]])
* #home-safety "Home safety and repairs"
* #home-safety insert Ko([[주거편의(안전손잡이 등)]])
* #safe-environment "Safe living environment"
* #safe-environment insert Ko([[안전생활환경(단차·문턱 제거)]])
* #deep-cleaning "Deep cleaning"
* #deep-cleaning insert Ko([[대청소]])
* #pest-control "Pest control"
* #pest-control insert Ko([[방역·방충]])
* #small-repairs "Small repairs"
* #small-repairs insert Ko([[간단수리]])
* #doorbell-repair "Doorbell repair"
* #doorbell-repair insert Ko([[초인종 수리]])
* #unpacking-help "Unpacking help"
* #unpacking-help insert Ko([[짐정리]])
* #laundry "Laundry and bedding laundry"
* #laundry insert Ko([[세탁·이불세탁]])
* #social-prescription "Social prescription"
* #social-prescription insert Ko([[사회적 처방]])
* #health-programme "Health management programme"
* #health-programme insert Ko([[건강관리 프로그램]])
* #visiting-health-management "Visiting health management"
* #visiting-health-management insert Ko([[방문형 건강관리서비스]])
* #hospital-companion "Hospital companion for the frail"
* #hospital-companion insert Ko([[휴블런스 병원동행]])
* #medical-cost-support "Support for non-benefit medical cost"
* #medical-cost-support insert Ko([[비급여 의료비 지원]])
* #care-cost-support "Support for nursing-care cost"
* #care-cost-support insert Ko([[간병비 지원]])
* #benefit-application "Benefit application"
* #benefit-application insert Ko([[급여 신청 지원]])
* #emergency-livelihood "Emergency livelihood support"
* #emergency-livelihood insert Ko([[긴급생계지원]])
* #ltc-application "Long-term-care application on behalf"
* #ltc-application insert Ko([[장기요양 신청 대행]])
* #disability-regrading "Disability re-grading"
* #disability-regrading insert Ko([[장애 재판정]])
* #work-ability-certificate "Work-ability certificate"
* #work-ability-certificate insert Ko([[근로능력평가 진단서]])
* #donated-goods "Donated goods"
* #donated-goods insert Ko([[후원물품]])
* #dong-side-dishes "Side dishes of the dong"
* #dong-side-dishes insert Ko([[동 자체 반찬 후원]])
* #custom-senior-care "Customised senior care"
* #custom-senior-care insert Ko([[노인맞춤돌봄]])
* #ltc-home-care "Long-term-care home care"
* #ltc-home-care insert Ko([[장기요양 방문요양]])
* #ltc-visiting-nursing "Long-term-care visiting nursing"
* #ltc-visiting-nursing insert Ko([[장기요양 방문간호]])
* #ltc-day-care "Long-term-care day care"
* #ltc-day-care insert Ko([[장기요양 주야간보호]])
* #activity-support "Activity support for disabled persons"
* #activity-support insert Ko([[장애인활동지원]])
* #child-care "Child care"
* #child-care insert Ko([[아이돌봄]])
* #home-medical-benefit "Home medical benefit"
* #home-medical-benefit insert Ko([[재가의료급여]])
* #case-management "Case management"
* #case-management insert Ko([[사례관리]])
* #mobile-wellbeing-check "Mobile wellbeing check"
* #mobile-wellbeing-check insert Ko([[모바일안심돌봄]])
* #solitary-death-prevention "Prevention of solitary death"
* #solitary-death-prevention insert Ko([[고독사 예방 상시관리]])
* #mental-health-support "Mental health support"
* #mental-health-support insert Ko([[정신건강복지센터 연계]])
* #addiction-support "Addiction support"
* #addiction-support insert Ko([[중독관리센터 연계]])
* #community-outreach "Health and welfare outreach visits"
* #community-outreach insert Ko([[찾아가는 보건복지서비스]])
* #social-farming "Social farming"
* #social-farming insert Ko([[사회적 농업]])
* #housing-improvement "Housing improvement"
* #housing-improvement insert Ko([[주거환경 개선]])

ValueSet: ServiceTypeVS
Id: cx-service-type
Title: "서비스 종류 · Kind of service"
Description: "All codes of urn:careexchange:service-type. / 서비스 종류 전체."
* insert OwnValueSet(service-type)
* include codes from system ServiceTypeCS

CodeSystem: ProgrammeCS
Id: cx-programme
Title: "사업 · Programme"
Description: "Programme. / 사업."
* insert OwnSystem(programme)
* #national-integrated-support "National integrated support (2026)"
* #national-integrated-support insert Ko([[통합돌봄(의료·요양 등 지역 돌봄의 통합지원)]])
* #gwangju-dauum "Gwangju Dauum integrated care"
* #gwangju-dauum insert Ko([[광주다움 통합돌봄]])
* #gwangju-plus-care "Gwangju plus care"
* #gwangju-plus-care insert Ko([[광주+돌봄]])
* #urgent-care "Urgent care"
* #urgent-care insert Ko([[긴급돌봄]])
* #gwangsan-integrated-care "Gwangsan integrated care"
* #gwangsan-integrated-care insert Ko([[광산형 통합돌봄]])
* #seodaemun-integrated-care "Seodaemun integrated care"
* #seodaemun-integrated-care insert Ko([[서대문형 통합돌봄]])
* #daedeok-neighbourhood-care "Daedeok neighbourhood care"
* #daedeok-neighbourhood-care insert Ko([[대덕구형 동네돌봄]])
* #community-care-pilot "Community care pilot (2019-06 to 2022-12)"
* #community-care-pilot insert Ko([[지역사회 통합돌봄 선도사업]])
* #elderly-medical-care-pilot "Elderly medical and care pilot (2023-07 to 2025-12)"
* #elderly-medical-care-pilot insert Ko([[노인 의료·돌봄 통합지원 시범사업]])
* #integrated-counselling "Integrated counselling"
* #integrated-counselling insert Ko([[통합상담]])
* #social-prescription "Social prescription"
* #social-prescription insert Ko([[사회적 처방]])
* #visiting-health-management "Visiting health management"
* #visiting-health-management insert Ko([[방문형 건강관리서비스]])
* #hublance "Hublance hospital companion"
* #hublance insert Ko([[휴블런스]])
* #village-dinner-cafe "Village dinner café"
* #village-dinner-cafe insert Ko([[마을밥카페]])
* #dolbom-sos "Dolbom SOS"
* #dolbom-sos insert Ko([[돌봄SOS]])
* #public-health-companion "Public health companion"
* #public-health-companion insert Ko([[보건소 건강동행서비스]])
* #welfare-meal "Welfare centre meal delivery"
* #welfare-meal insert Ko([[복지관 식사배달]])
* #dementia-support "Dementia centre support"
* #dementia-support insert Ko([[치매안심센터 지원]])
* #housing-upgrade "Housing upgrade"
* #housing-upgrade insert Ko([[주거 상향 지원]])
* #gap-care "Gap care for older persons"
* #gap-care insert Ko([[어르신 틈새돌봄]])
* #home-medical-care "Home medical care centre"
* #home-medical-care insert Ko([[재택의료센터]])
* #long-term-care-insurance "Long-term-care insurance"
* #long-term-care-insurance insert Ko([[노인장기요양보험]])
* #custom-senior-care "Customised senior care"
* #custom-senior-care insert Ko([[노인맞춤돌봄서비스]])
* #activity-support "Activity support for disabled persons"
* #activity-support insert Ko([[장애인활동지원서비스]])
* #child-care "Child care"
* #child-care insert Ko([[아이돌봄]])
* #emergency-welfare "Emergency welfare"
* #emergency-welfare insert Ko([[긴급복지지원]])
* #basic-livelihood "Basic livelihood security"
* #basic-livelihood insert Ko([[기초생활보장]])
* #medical-aid "Medical aid"
* #medical-aid insert Ko([[의료급여]])
* #mobile-wellbeing "Mobile wellbeing check"
* #mobile-wellbeing insert Ko([[모바일안심돌봄서비스]])
* #solitary-death-prevention "Prevention of solitary death"
* #solitary-death-prevention insert Ko([[고독사 예방 대상자 상시관리]])
* #dong-donation "Donations of the dong"
* #dong-donation insert Ko([[동 자체 후원사업]])
* #district-special "District special programme"
* #district-special insert Ko([[구 특화사업]])
* #case-management "Case management"
* #case-management insert Ko([[사례관리]])
* #korean-medicine-care "Korean medicine care"
* #korean-medicine-care insert Ko([[한의약 건강돌봄]])
* #health-programme "Health management programmes"
* #health-programme insert Ko([[건강관리 프로그램]])
* #mental-health "Mental health and addiction services"
* #mental-health insert Ko([[정신건강·중독 서비스]])
* #outreach-welfare "Outreach health and welfare"
* #outreach-welfare insert Ko([[찾아가는 보건복지서비스]])
* #health-insurance "National health insurance"
* #health-insurance insert Ko([[국민건강보험]])

ValueSet: ProgrammeVS
Id: cx-programme
Title: "사업 · Programme"
Description: "All codes of urn:careexchange:programme. / 사업 전체."
* insert OwnValueSet(programme)
* include codes from system ProgrammeCS

CodeSystem: CareGoodsCS
Id: cx-care-goods
Title: "조호물품 · Care goods"
Description: "Care goods. / 조호물품."
* insert OwnSystem(care-goods)
* #diapers "Diapers"
* #diapers insert Ko([[기저귀]])
* #waterproof-mat "Waterproof mat"
* #waterproof-mat insert Ko([[방수매트]])
* #anti-slip-mat "Anti-slip mat"
* #anti-slip-mat insert Ko([[미끄럼방지매트]])
* #pill-calendar "Pill calendar"
* #pill-calendar insert Ko([[약달력]])
* #id-tag "Identification tag"
* #id-tag insert Ko([[인식표]])
* #eating-apron "Eating apron"
* #eating-apron insert Ko([[식사용 에이프런]])

ValueSet: CareGoodsVS
Id: cx-care-goods
Title: "조호물품 · Care goods"
Description: "All codes of urn:careexchange:care-goods. / 조호물품 전체."
* insert OwnValueSet(care-goods)
* include codes from system CareGoodsCS

CodeSystem: FundingSourceCS
Id: cx-funding-source
Title: "재원 · Source of money"
Description: "Source of money. / 재원."
* insert OwnSystem(funding-source)
* #local "Local budget"
* #local insert Ko([[지방비]])
* #national "National budget"
* #national insert Ko([[국비]])
* #insurance "Insurance"
* #insurance insert Ko([[보험]])
* #self-pay "Self payment"
* #self-pay insert Ko([[본인부담]])
* #donation "Donation"
* #donation insert Ko([[후원]])

ValueSet: FundingSourceVS
Id: cx-funding-source
Title: "재원 · Source of money"
Description: "All codes of urn:careexchange:funding-source. / 재원 전체."
* insert OwnValueSet(funding-source)
* include codes from system FundingSourceCS

CodeSystem: CapacityCS
Id: cx-capacity
Title: "수용 상태 · Capacity"
Description: "Capacity. / 수용 상태."
* insert OwnSystem(capacity)
* #capacity "Places free"
* #capacity insert Ko([[여유 있음]])
* #no-capacity "No place free"
* #no-capacity insert Ko([[여유 없음]])
* #waitlist "Waiting list"
* #waitlist insert Ko([[대기]])
* #additional-assessment-required "More assessment needed"
* #additional-assessment-required insert Ko([[추가 평가 필요]])

ValueSet: CapacityVS
Id: cx-capacity
Title: "수용 상태 · Capacity"
Description: "All codes of urn:careexchange:capacity. / 수용 상태 전체."
* insert OwnValueSet(capacity)
* include codes from system CapacityCS

CodeSystem: ServiceGroupCS
Id: cx-service-group
Title: "서비스 일곱 묶음 · Seven groups of services"
Description: "The seven groups under which plus care is offered (domain.md P02, S01). / 광주+돌봄의 7대 서비스."
* insert OwnSystem(service-group)
* #daily-living "Daily living (housework)"
* #daily-living insert Ko([[일상생활(가사)지원]])
* #meals "Meals"
* #meals insert Ko([[식사지원]])
* #escort "Escort"
* #escort insert Ko([[동행지원]])
* #health "Health"
* #health insert Ko([[건강지원]])
* #safety "Safety"
* #safety insert Ko([[안전지원]])
* #home-convenience "Convenience of the home"
* #home-convenience insert Ko([[주거편의]])
* #temporary-protection "Temporary protection"
* #temporary-protection insert Ko([[일시보호]])

ValueSet: ServiceGroupVS
Id: cx-service-group
Title: "서비스 일곱 묶음 · Seven groups of services"
Description: "All codes of urn:careexchange:service-group. / 7대 서비스 전체."
* insert OwnValueSet(service-group)
* include codes from system ServiceGroupCS
