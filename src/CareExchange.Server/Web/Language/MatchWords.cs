using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

internal static class MatchWords
{
    public static readonly Phrase Title = new("대상자 일치 확인", "Whose is it?");
    public static readonly Phrase Lead = new(
        "기관이 보낸 메시지가 이미 등록된 대상자의 것인지 확실하지 않아 기다리고 있습니다. 결정하면 메시지를 바로 받아들입니다. 본 내용과 결정은 모두 기록됩니다.",
        "These messages wait because it is not certain whom they are about. Once that is decided, the message is taken in at once. Every look and every decision is recorded.");
    public static readonly Phrase None = new("확인을 기다리는 메시지가 없습니다.", "No message waits.");
    public static readonly Phrase Since = new("기다리기 시작한 때", "Waiting since");
    public static readonly Phrase Overdue = new("기한 지남", "Overdue");
    public static readonly Phrase Who = new("누구", "Who");
    public static readonly Phrase Message = new("메시지의 사람", "The message says");
    public static readonly Phrase Same = new("같은 사람", "The same person");
    public static readonly Phrase New = new("등록되지 않은 새 대상자", "None of them: somebody new");
    public static readonly Phrase Name = new("이름", "Name");
    public static readonly Phrase BirthDate = new("생년월일", "Born");
    public static readonly Phrase Sex = new("성별", "Sex");
    public static readonly Phrase Address = new("주소", "Address");
    public static readonly Phrase Numbers = new("번호", "Numbers");
    public static readonly Phrase ResidentNumber = new("주민등록번호", "Resident number");
    public static readonly Phrase Stated = new("적혀 있음", "stated");
    public static readonly Phrase Agrees = new("일치", "Agrees");
    public static readonly Phrase Differs = new("다름", "Differs");
    public static readonly Phrase Withheld = new("볼 수 있는 권한이 없어 일치 여부만 보입니다.", "You may not see this person, only what agrees.");
    public static readonly Phrase NoCandidate = new("남아 있는 후보가 없습니다.", "None of the candidates is there any more.");
    public static readonly Phrase Decide = new("결정하기", "Decide");
    public static readonly Phrase Done = new("결정했습니다. 메시지를 받아들였습니다.", "Decided. The message was taken in.");
    public static readonly Phrase DoneInPart = new("결정했습니다. 같은 메시지의 다른 사람이 정해지면 받아들입니다.", "Decided. The message is taken in once its other persons are decided.");

    public static readonly Phrase Pairs = new("같은 번호로 등록된 두 대상자", "Two persons with one number");
    public static readonly Phrase PairsLead = new(
        "기관이 직접 등록한 두 대상자에 같은 번호가 적혀 있습니다. 같은 사람이면 나중 기록을 먼저 기록에 연결합니다. 옮겨지는 자료는 없고 되돌릴 수 있습니다.",
        "Organisations registered two persons with the same number. If they are one, the later record is linked to the first. Nothing is moved, and it can be taken back.");
    public static readonly Phrase Joined = new("최근에 연결한 대상자", "Joined lately");
    public static readonly Phrase JoinedLead = new("잘못 연결했다면 되돌려 주세요.", "Take it back where it was wrong.");
    public static readonly Phrase SharedSince = new("같은 번호가 확인된 때:", "Same number since");
    public static readonly Phrase Earlier = new("먼저 등록된 대상자", "Registered first");
    public static readonly Phrase Later = new("나중에 등록된 대상자", "Registered later");
    public static readonly Phrase OnePerson = new("같은 사람", "One person");
    public static readonly Phrase TwoPersons = new("서로 다른 두 사람", "Two persons");
    public static readonly Phrase Part = new("다른 사람이므로 되돌리기", "They are two: take it back");
    public static readonly Phrase DoneJoined = new("결정했습니다. 나중 기록을 먼저 기록에 연결했습니다.", "Decided. The later record is linked to the first.");
    public static readonly Phrase DoneApart = new("결정했습니다. 서로 다른 대상자로 둡니다.", "Decided. They stay two persons.");

    /// <summary>The candidates are told apart by numbers: a name may be withheld.</summary>
    public static Phrase Candidate(int number) => new($"후보 {number}", $"Candidate {number}");

    public static Phrase Waits(TimeSpan time) => time.TotalHours switch
    {
        < 1 => new("1시간 미만", "less than an hour"),
        < 48 => new($"{(int)time.TotalHours}시간", (int)time.TotalHours == 1 ? "1 hour" : $"{(int)time.TotalHours} hours"),
        _ => new($"{(int)time.TotalDays}일", $"{(int)time.TotalDays} days"),
    };

    public static Phrase Shown(int shown, long all) => new($"{all}건 가운데 가장 오래된 {shown}건입니다.", $"The oldest {shown} of {all}.");

    public static Phrase OverdueCount(long count) => new(
        $"대상자가 누구인지 오래 확인되지 않은 건이 {count}건 있습니다. 통합돌봄 담당자에게 알려 주세요.",
        count == 1 ? "One decision on who somebody is has waited too long for a case manager. Please tell them." : $"{count} decisions on who somebody is have waited too long for a case manager. Please tell them.");

    public static Phrase SexOf(string code) => code switch
    {
        "male" => new("남", "male"),
        "female" => new("여", "female"),
        _ => new("기타", "other"),
    };
}
