using CareExchange.Exchange.CarePlans;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Server.Web.Persons;

namespace CareExchange.Server.Tests.Web;

/// <summary>A plan as full as the demo's main person has it (simulated), for pages without a store behind them.</summary>
internal static class SamplePlan
{
    public static readonly DateOnly Today = new(2026, 9, 21);

    private static readonly Source Municipality = From(1, "seodaemun", "서대문구 통합돌봄과", new(2026, 9, 18, 16, 5, 0, TimeSpan.FromHours(9)), "욕구조사와 현재 서비스", "urn:careexchange:map:municipality-needs");
    private static readonly Source Clinic = From(2, "hongje-homecare", "홍제 재택의료센터", new(2026, 9, 14, 10, 30, 0, TimeSpan.FromHours(9)), "퇴원 정보", "urn:careexchange:map:clinic-discharge");
    private static readonly Source Dementia = From(3, "seodaemun-dementia", "서대문구 치매안심센터", new(2026, 9, 10, 9, 0, 0, TimeSpan.FromHours(9)), "선별검사·등록", "urn:careexchange:map:dementia-screening");
    private static readonly Source Nhis = From(4, "nhis-seodaemun", "국민건강보험공단 서대문지사", new(2026, 9, 2, 14, 20, 0, TimeSpan.FromHours(9)), "긴급돌봄 의뢰", "urn:careexchange:map:nhis-referral");

    public static SharedCarePlan Full { get; } = new(
        "7F3A21C9",
        Today,
        new(
            "p1", "김가온(가명)", 78, "female", new(1948, 3, 2), false,
            "서울특별시 은평구 응암로 21길 7 (응암동)", "서울특별시 서대문구 증가로 10길 36, 반지하 1호 (남가좌동)",
            ["02-0000-1948"], null,
            new("Observation/h1", Municipality, P("가구 형태", "Household type"), P("홀몸노인", "Lives alone"), Today),
            [new("Observation/m1", Municipality, P("의사소통", "Communication"), P("큰 소리로 천천히, 글씨는 크게"), Today)],
            [
                new("RelatedPerson/r1", Municipality, "김마루(가명)", P("딸", "Daughter"), ["010-0000-0001"], "부산광역시 해운대구", 51, false, true, null),
                new("RelatedPerson/r2", Municipality, "박이웃(가명)", P("이웃", "Neighbour"), ["010-0000-0002"], "같은 건물 2층", null, false, false, P("열쇠를 맡아 둠")),
            ],
            Municipality),
        new("CarePlan/c1", Municipality, P("2026년 개인별지원계획"), "active", new(new(2026, 6, 29), new(2027, 6, 28)), new(2026, 6, 26), P("서대문구 인생케어과"), P("집에서 안전하게 투석을 이어 가도록 이동·식사·인지·주거를 함께 지원")),
        [
            new("Task/t1", Municipality, DueKind.Task, new(2026, 9, 18), -3, P("주거상담소 방문 일정 확인"), P("서대문구 통합돌봄과")),
            new("ServiceRequest/s9", Clinic, DueKind.FollowUp, Today, 0, P("신장내과 외래 (건체중 조정)", "Nephrology clinic"), P("홍제 재택의료센터")),
            new("Task/t2", Dementia, DueKind.Task, new(2026, 9, 24), 3, P("신경과 정밀검사 예약"), P("서대문구 치매안심센터")),
            new("CarePlan/c1", null, DueKind.PlanReview, new(2026, 9, 29), 8, P("첫 계획 점검 (3개월)", "First review of the plan (3 months)"), P("서대문구 통합돌봄과")),
            new("Goal/g2", Municipality, DueKind.Goal, new(2026, 10, 15), 24, P("낙상 없이 병원을 오간다"), null),
            new("ServiceRequest/s4", Municipality, DueKind.Service, new(2026, 12, 31), 101, P("식사배달 종료"), P("서대문종합사회복지관")),
            new("Consent/k2", Dementia, DueKind.Consent, new(2027, 6, 30), 282, P("동의 기간 끝남"), null),
        ],
        [
            new("Observation/w1", Municipality, P("본인", "The person"), P("병원 다녀오는 길이 무서워요. 그래도 이 집에서 계속 살고 싶어요."), Today),
            new("Observation/w2", Municipality, P("가족", "The family"), P("멀리 있어 투석 날마다 함께 갈 사람이 있으면 좋겠습니다."), Today),
        ],
        new(
            new("Observation/j1", Nhis, P("통합판정군", "Judgement group"), P("중도지원형 노쇠군", "Frailty, moderate support"), new(2026, 6, 20)),
            Score("Observation/j2", Nhis, P("의료적 지원 필요도", "Need for medical support"), 68, 0, 100, true),
            Score("Observation/j3", Nhis, P("요양·돌봄 필요도", "Need for daily care"), 54, 0, 100, true),
            [
                new("Observation/l1", Nhis, P("장기요양 신청", "Long-term-care application"), P("기각"), true, P("급성기 질환 (6개월 이상 지속 여부 불확실)"), new(2026, 8, 28), default),
                new("Coverage/v1", Nhis, P("건강보험", "National health insurance"), P("산정특례 (신장)"), false, null, null, new(new(2024, 1, 1), new(2028, 12, 31))),
            ]),
        new(
            [new("Observation/a1", Municipality, P("현재상태", "Present state"), P("하루 한 끼만 먹고 체중이 줄고 있음"), Today)],
            [
                new("Condition/d1", Clinic, P("만성 신장병 5기, 혈액투석", "Chronic kidney disease, stage 5"), "N18.5", new(2023, 4, null), true, true, null, null),
                new("Condition/d2", Clinic, P("투석 후 어지럼·저혈압", "Hypotension after dialysis"), "I95.3", new(2026, 7, 1), true, true, P("중등도", "moderate"), P("투석 뒤 2시간은 혼자 걷지 않기")),
                new("Condition/d3", Dementia, P("경도 인지장애", "Mild cognitive disorder"), "F06.7", new(2026, 9, 10), true, false, null, null),
                new("Condition/d4", Clinic, P("고혈압", "Essential hypertension"), "I10", new(2009, null, null), true, true, null, null),
                new("Condition/d5", Clinic, P("넙다리뼈 골절", "Fracture of femur"), "S72.0", new(2021, 11, null), false, true, null, null),
            ],
            [
                Score("Observation/k1", Municipality, P("K-ADL (일상생활수행능력)", "K-ADL"), 11, 7, 21, true,
                    [Item("옷 입기", 1, 3, "혼자"), Item("세수", 1, 3, "혼자"), Item("목욕", 3, 3, "완전 도움"), Item("식사", 1, 3, "혼자"), Item("이동", 2, 3, "부분 도움"), Item("화장실", 2, 3, "부분 도움"), Item("대소변", 1, 3, "혼자")],
                    [new(new(2026, 6, 15), 9, P("9"))]),
            ],
            [
                Score("Observation/k2", Dementia, P("CIST (인지선별검사)", "CIST"), 17, 0, 30, false,
                    [Item("지남력", 3, 5), Item("주의력", 2, 3), Item("시공간", 1, 2), Item("집행기능", 4, 6), Item("기억력", 4, 10), Item("언어", 3, 4)],
                    [new(new(2025, 9, 2), 22, P("22"))], P("인지저하 의심", "Cognitive decline suspected")),
                new("Observation/k3", Dementia, P("치매 단계", "Stage"), P("경도인지장애 (CDR 0.5)"), null, null, null, null, null, new(2026, 9, 10), [], []),
            ],
            [
                new("Observation/e1", Municipality, P("주거", "Housing"), P("반지하 월세, 욕실 문턱 18 cm, 환기 나쁨"), Today),
                new("Observation/e2", Municipality, P("경제", "Economy"), P("기초연금, 차상위"), Today),
            ],
            [
                new("Flag/f1", Municipality, P("낙상 위험", "Risk of falling"), P("최근 3개월에 2회, 모두 투석 다녀온 날"), Today),
                new("Flag/f2", Municipality, P("고립 위험", "Risk of isolation"), P("주 1회 미만 대화"), Today),
            ],
            [
                new("MedicationStatement/x1", Clinic, P("암로디핀 5 mg", "Amlodipine 5 mg"), P("투석 없는 날 아침 1정"), new(new(2026, 9, 12), null), null),
                new("MedicationStatement/x2", Clinic, P("세벨라머 800 mg", "Sevelamer 800 mg"), P("식사와 함께 하루 3번"), new(new(2026, 9, 12), null), null),
                new("MedicationStatement/x3", Clinic, P("미도드린 2.5 mg", "Midodrine 2.5 mg"), P("투석 30분 전 1정"), new(new(2026, 9, 12), null), null),
            ]),
        [
            new("Goal/g1", Municipality, P("집에서 주 3회 투석을 빠짐없이 이어 간다", "Keeps up dialysis three times a week while living at home"), GoalTerm.Long, "active", null, new(2026, 12, 31), null, [new("Condition/d1", P("만성 신장병 5기", "Chronic kidney disease"))]),
            new("Goal/g2", Municipality, P("낙상 없이 병원을 오간다"), GoalTerm.Short, "active", P("진행 중", "In progress"), new(2026, 10, 15), P("낙상 0회/월"), [new("Condition/d2", P("투석 후 어지럼·저혈압", "Hypotension after dialysis")), new("Flag/f1", P("낙상 위험", "Risk of falling"))]),
            new("Goal/g3", Dementia, P("약을 스스로 챙긴다"), GoalTerm.Short, "accepted", null, new(2026, 11, 1), null, [new("Condition/d3", P("경도 인지장애", "Mild cognitive disorder"))]),
        ],
        [
            new("Task/t1", Municipality, P("주거상담소 방문 일정 확인"), "in-progress", P("서대문구 통합돌봄과"), new(2026, 9, 18), true, null),
            new("Task/t2", Dementia, P("신경과 정밀검사 예약"), "accepted", P("서대문구 치매안심센터"), new(2026, 9, 24), false, null),
            new("Task/t3", Municipality, P("딸에게 투석 동행 계획 알리기"), "completed", P("서대문구 통합돌봄과"), new(2026, 9, 12), false, null),
        ],
        [
            new(ServiceDomain.Medical, [
                new("ServiceRequest/s1", Clinic, ServiceDomain.Medical, P("혈액투석", "Haemodialysis"), null, P("홍제 재택의료센터 협력 인공신장실"), P("주 3회 (월·수·금)", "3 times a week (Mon, Wed, Fri)"), P("1회 4시간", "4 hours each"), new(new(2023, 4, 3), null), ServiceState.Active, null, null),
                new("ServiceRequest/s2", Municipality, ServiceDomain.Medical, P("보건소 건강동행", "Health escort"), null, P("서대문구보건소"), P("월 2회", "twice a month"), null, new(new(2026, 7, 1), new(2026, 12, 31)), ServiceState.Active, null, null),
            ]),
            new(ServiceDomain.Care, [
                new("ServiceRequest/s3", Municipality, ServiceDomain.Care, P("병원 이동·동행", "Escort to hospital"), null, P("돌봄SOS센터"), P("주 3회", "3 times a week"), P("1회 3시간"), new(new(2026, 7, 1), new(2026, 12, 31)), ServiceState.Active, P("투석 후 어지럼"), null),
                new("ServiceRequest/s5", Dementia, ServiceDomain.Care, P("조호물품 제공", "Care supplies"), null, P("서대문구 치매안심센터"), P("월 1회", "once a month"), P("기저귀 1팩, 미끄럼방지 양말 2켤레"), new(new(2026, 9, 15), null), ServiceState.Requested, null, null),
            ]),
            new(ServiceDomain.Welfare, [
                new("ServiceRequest/s4", Municipality, ServiceDomain.Welfare, P("식사배달 (신장식)", "Meal delivery (renal diet)"), null, P("서대문종합사회복지관"), P("주 5회", "5 times a week"), P("1식"), new(new(2026, 7, 6), new(2026, 12, 31)), ServiceState.Active, null, P("저칼륨·저인")),
                new("ServiceRequest/s6", Dementia, ServiceDomain.Welfare, P("치매 치료비 지원", "Dementia treatment cost"), null, P("서대문구 치매안심센터"), null, P("월 3만원 한도"), default, ServiceState.Planned, null, null),
            ]),
            new(ServiceDomain.Housing, [
                new("ServiceRequest/s7", Municipality, ServiceDomain.Housing, P("주거 상향 지원", "Move to better housing"), null, P("서대문 주거안심종합센터 주거상담소"), null, null, new(new(2026, 9, 1), null), ServiceState.Accepted, P("반지하, 문턱"), null),
            ]),
        ],
        [new(false, P("장기요양 방문간호와 방문건강관리는 조건을 확인해야 합니다.", "LTC visiting nursing together with visiting health care needs a check."), ["ServiceRequest/s2"])],
        [
            new("Task/q1", Nhis, P("긴급돌봄 의뢰", "Urgent care"), P("국민건강보험공단 서대문지사"), P("서대문구 통합돌봄과"), ReferralState.InProgress, true, new(2026, 9, 2), new(2026, 9, 4), null, 19, P("장기요양 기각 (급성기)"), null),
            new("Task/q2", Municipality, P("주거 상향 상담", "Housing counselling"), P("서대문구 통합돌봄과"), P("주거상담소"), ReferralState.Accepted, false, new(2026, 9, 15), new(2026, 9, 17), null, 6, null, null),
            new("Task/q3", Municipality, P("방문목욕"), P("서대문구 통합돌봄과"), P("돌봄SOS센터"), ReferralState.Declined, false, new(2026, 8, 20), new(2026, 8, 22), null, null, null, P("제공 인력 없음")),
        ],
        [
            new("CareTeam/ct#1", Municipality, P("이음(가명)"), P("사례관리자", "Case manager"), P("서대문구 통합돌봄과"), ["02-0000-0100"], true, default),
            new("CareTeam/ct#2", Clinic, P("정다온(가명)"), P("방문 간호사", "Visiting nurse"), P("홍제 재택의료센터"), ["02-0000-0200"], false, default),
            new("CareTeam/ct#3", Dementia, P("한결(가명)"), P("치매 담당", "Dementia worker"), P("서대문구 치매안심센터"), ["02-0000-0300"], false, default),
            new("CareTeam/ct#4", Municipality, P("돌봄SOS센터"), P("동행 제공", "Escort"), null, [], false, default),
        ],
        [
            new("Encounter/n1", Clinic, "IMP", P("투석 중 저혈압, 탈수"), P("홍제병원 신장내과"), new(new(2026, 9, 7), new(2026, 9, 12)), false, P("집으로"), P("9. 21. 신장내과 외래"), null),
            new("Encounter/n2", Clinic, "HH", P("방문진료"), P("홍제 재택의료센터"), new(new(2026, 8, 19), new(2026, 8, 19)), false, null, null, null),
            new("Encounter/n3", Clinic, "EMER", P("낙상 후 응급실"), P("홍제병원"), new(new(2026, 3, 3), new(2026, 3, 3)), false, null, null, null),
        ],
        [
            new("Consent/k1", Clinic, "k1", 1, P("민감정보 제공", "Provision of sensitive data"), P("홍제 재택의료센터"), [P("서대문구 통합돌봄과")], ["clinical", "function"], [P("돌봄 관리", "Care management")], P("김가온(가명)"), new(2026, 6, 20), new(new(2026, 6, 20), new(2027, 6, 19))),
            new("Consent/k2", Dementia, "k2", 2, P("민감정보 제공", "Provision of sensitive data"), P("서대문구 치매안심센터"), [P("서대문구 통합돌봄과"), P("홍제 재택의료센터")], ["identity", "cognition"], [P("돌봄 관리", "Care management")], P("김가온(가명)"), new(2026, 7, 1), new(new(2026, 7, 1), new(2027, 6, 30))),
        ],
        [Municipality, Clinic, Dementia, Nhis]);

    /// <summary>The same person for a reader who may see little.</summary>
    public static SharedCarePlan Small { get; } = Full with
    {
        Person = new("p1", "김가온(가명)", null, null, null, false, null, null, [], null, null, [], [], Municipality),
        Outline = null,
        Due = [],
        Wishes = [],
        Judgement = new(null, null, null, []),
        Needs = new([], [], [], [], [], [], []),
        Goals = [],
        Tasks = [],
        Services = [Full.Services[3]],
        Warnings = [],
        Referrals = [],
        Team = [],
        Stays = [],
        Consents = [],
        Sources = [Municipality],
    };

    public static IReadOnlyList<PersonRow> Rows { get; } =
    [
        new("p1", "김가온(가명)", 78, "female", new(1948, 3, 2), "서대문구 남가좌동", P("홀몸노인", "Lives alone"), P("중도지원형 노쇠군", "Frailty, moderate support"), Full.Due[0], 2),
        new("p2", "박하늘(가명)", 86, "male", new(1940, 5, 1), "서대문구 홍은동", P("부부", "Couple"), null, Full.Due[1], 0),
        new("p3", "남궁아주긴이름가명(가명)", 71, "female", new(1955, 1, 9), "서대문구 북가좌동", null, null, Full.Due[3], 0),
        new("p4", "이솔(가명)", 66, null, null, null, null, null, null, 0),
    ];

    public static Phrase P(string korean, string? english = null) => new(korean, english);

    private static Source From(int number, string organization, string name, DateTimeOffset sent, string title, string map) =>
        new(number, organization, P(name), sent, sent.AddMinutes(2), P(title), "doc-" + number, "prov-" + number, map, "1.0.0");

    private static ScoreItem Item(string name, decimal value, decimal maximum, string? meaning = null) =>
        new(P(name), value, maximum == 3 && meaning is not null ? 1 : 0, maximum, meaning is null ? null : P(meaning));

    private static ScoreLine Score(
        string reference, Source source, Phrase name, decimal value, decimal minimum, decimal maximum, bool highIsWorse,
        IReadOnlyList<ScoreItem>? items = null, IReadOnlyList<EarlierScore>? earlier = null, Phrase? interpretation = null) =>
        new(reference, source, name, P(value.ToString(System.Globalization.CultureInfo.InvariantCulture)), value, minimum, maximum, highIsWorse, interpretation, new(2026, 9, 10), items ?? [], earlier ?? []);
}
