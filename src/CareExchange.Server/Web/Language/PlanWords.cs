using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

/// <summary>Headings and labels of the plan page.</summary>
internal static class PlanWords
{
    public static readonly Phrase Sections = new("계획 안에서 이동", "Within the plan");
    public static readonly Phrase Print = new("인쇄", "Print");
    public static readonly Phrase Unprinted = new("인쇄한 기록이 남도록 화면의 ‘인쇄’를 눌러 인쇄하세요.", "Use “Print” on the page: what is printed is recorded.");
    public static readonly Phrase Edition = new("판", "Edition");
    public static readonly Phrase EditionHint = new(
        "이 번호가 화면의 번호와 다르면 종이가 옛것입니다.",
        "If this number differs from the one on the screen, the paper is out of date.");
    public static readonly Phrase UnknownPerson = new("이름을 볼 수 없는 대상자", "Person whose name you may not see");
    public static readonly Phrase Deceased = new("사망", "Deceased");

    public static readonly Phrase Facts = new("대상자 정보", "The person");
    public static readonly Phrase Lives = new("실거주지", "Lives at");
    public static readonly Phrase Address = new("주소", "Address");
    public static readonly Phrase AddressIsSame = new("주민등록지와 같음", "as registered");
    public static readonly Phrase Registered = new("주민등록지", "Registered at");
    public static readonly Phrase AddressDiffers = new("실거주지와 다름", "differs");
    public static readonly Phrase Phone = new("전화", "Phone");
    public static readonly Phrase SpokenLanguage = new("언어", "Language");
    public static readonly Phrase Communication = new("의사소통", "Communication");
    public static readonly Phrase Wishes = new("바라는 것", "Wishes");

    public static readonly Phrase Contacts = new("가족·보호자", "Family and guardians");
    public static readonly Phrase Guardian = new("보호자", "Guardian");
    public static readonly Phrase EmergencyContact = new("비상 연락", "Emergency contact");

    public static readonly Phrase Due = new("다음에 할 일", "Due next");
    public static readonly Phrase NothingDue = new("날짜가 정해진 일이 없습니다.", "Nothing with a date.");
    public static readonly Phrase Responsible = new("담당", "For");
    public static readonly Phrase Late = new("늦음", "Late");
    public static readonly Phrase Warnings = new("함께 받을 때 확인할 서비스", "Services to check when received together");

    public static readonly Phrase Outline = new("개인별지원계획", "Personal support plan");
    public static readonly Phrase OutlineShort = new("지원계획", "Plan");

    public static readonly Phrase Now = new("지금", "How it is");
    public static readonly Phrase NowMark = new("AS-IS", "AS-IS");
    public static readonly Phrase Wanted = new("목표", "How it should be");
    public static readonly Phrase WantedMark = new("TO-BE", "TO-BE");
    public static readonly Phrase ToDo = new("할 일", "What to do");
    public static readonly Phrase ToDoMark = new("TODO", "TODO");
    public static readonly Phrase Journey = new("지금 · 목표 · 할 일", "How it is, how it should be, what to do");
    public static readonly Phrase Stated = new("욕구", "Needs");
    public static readonly Phrase Conditions = new("건강 문제", "Conditions");
    public static readonly Phrase Circumstances = new("생활 여건", "Circumstances");
    public static readonly Phrase Risks = new("위험·주의", "Risks and cautions");
    public static readonly Phrase Medications = new("복용 약", "Medicines");
    public static readonly Phrase Suspected = new("의심", "suspected");
    public static readonly Phrase Past = new("지난 것", "past");
    public static readonly Phrase Answers = new("답하는 욕구", "Answers");
    public static readonly Phrase Target = new("목표일", "Target");
    public static readonly Phrase DueDate = new("기한", "Due");
    public static readonly Phrase Urgent = new("긴급", "Urgent");
    public static readonly Phrase Closed = new("마친 일", "Done or closed");

    public static readonly Phrase Judgement = new("통합판정", "Integrated judgement");
    public static readonly Phrase MedicalNeed = new("의료적 지원 필요도", "Need for medical support");
    public static readonly Phrase CareNeed = new("요양·돌봄 필요도", "Need for daily care");
    public static readonly Phrase Benefits = new("장기요양·급여", "Long-term care and benefits");
    public static readonly Phrase Reason = new("사유", "Reason");
    public static readonly Phrase Validity = new("유효", "Valid");

    public static readonly Phrase Function = new("기능", "Function");
    public static readonly Phrase Cognition = new("인지", "Cognition");
    public static readonly Phrase Scales = new("기능과 인지", "Function and cognition");
    public static readonly Phrase Earlier = new("이전", "Before");
    public static readonly Phrase HighIsWorse = new("높을수록 도움이 더 필요", "higher means more help needed");
    public static readonly Phrase HighIsBetter = new("높을수록 좋음", "higher is better");

    public static readonly Phrase Services = new("서비스", "Services");
    public static readonly Phrase Service = new("서비스", "Service");
    public static readonly Phrase Provider = new("제공 기관", "Provider");
    public static readonly Phrase HowMuch = new("얼마나", "How much");
    public static readonly Phrase Period = new("기간", "Period");
    public static readonly Phrase State = new("상태", "State");

    public static readonly Phrase Referrals = new("의뢰", "Referrals");
    public static readonly Phrase Waiting = new("기다린 날", "Waiting");

    public static readonly Phrase Team = new("돌봄팀", "Care team");
    public static readonly Phrase Lead = new("주 담당", "Lead");

    public static readonly Phrase Stays = new("입퇴원·진료", "Stays and visits");
    public static readonly Phrase FollowUp = new("다음 진료", "Follow-up");
    public static readonly Phrase Disposition = new("퇴원 후", "After discharge");
    public static readonly Phrase Ongoing = new("진행 중", "ongoing");

    public static readonly Phrase Consents = new("유효한 동의", "Consents in force");
    public static readonly Phrase Holder = new("제공하는 곳", "Provided by");
    public static readonly Phrase Recipients = new("받는 곳", "Recipients");
    public static readonly Phrase Kind = new("종류", "Kind");
    public static readonly Phrase Covers = new("범위", "Covers");
    public static readonly Phrase Everything = new("모든 정보", "All data");
    public static readonly Phrase GivenBy = new("동의한 사람", "Given by");
    public static readonly Phrase Withdraw = new("철회", "Withdraw");

    public static readonly Phrase WhyVisible = new("왜 볼 수 있나", "Why you may see this");

    public static readonly Phrase SourceColumn = new("누가", "Said by");
    public static readonly Phrase Sources = new("출처", "Sources");
    public static readonly Phrase SourcesLead = new("줄마다 붙은 번호가 가리키는 메시지입니다.", "The messages that the numbers beside the lines refer to.");
    public static readonly Phrase Organization = new("기관", "Organisation");
    public static readonly Phrase Message = new("메시지", "Message");
    public static readonly Phrase Sent = new("보낸 때", "Sent");
    public static readonly Phrase Received = new("받은 때", "Received");
    public static readonly Phrase Map = new("변환 지도", "Map");
    public static readonly Phrase Original = new("원본 문서", "Original");
    public static readonly Phrase Provenance = new("출처 기록", "Provenance");
    public static readonly Phrase Rule = new("규칙에 따른 날짜", "Date set by rule");
    public static readonly Phrase Close = new("닫기", "Close");

    public static Phrase More(int count) => new($"{count}건 더 보기", $"{count} more");

    public static Phrase Showing(Phrase what, int count) => new($"{what.Korean} {count}", $"{what.English} ({count})");
}
