using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

/// <summary>What the privacy officer's pages say.</summary>
internal static class RecordWords
{
    public static readonly Phrase Menu = new("접속기록", "Access records");
    public static readonly Phrase OfThisPerson = new("이 대상자의 접속기록 보기", "Access records of this person");

    public static readonly Phrase SearchTitle = new("접속기록 검색", "Search of access records");
    public static readonly Phrase SearchLead = new("누가 언제 누구의 정보를 어떤 목적과 근거로 보았는지 찾습니다. 이 검색도 기록됩니다.", "Who looked at whose data, when, for which purpose and on which basis. This search is recorded as well.");
    public static readonly Phrase Person = new("대상자 번호", "Person (id)");
    public static readonly Phrase Agent = new("접속자 번호", "Who looked (id)");
    public static readonly Phrase From = new("시작일", "From");
    public static readonly Phrase Until = new("종료일", "Until");
    public static readonly Phrase Recipient = new("제공받는 기관 번호", "Recipient (id)");
    public static readonly Phrase Month = new("점검할 달", "Month");
    public static readonly Phrase Show = new("보기", "Show");
    public static readonly Phrase None = new("해당하는 기록이 없습니다.", "There are no such records.");
    public static readonly Phrase Address = new("접속지", "From where");
    public static readonly Phrase LedgerTitle = new("제3자 제공 대장", "Ledger of provisions to third parties");
    public static readonly Phrase LedgerLead = new("개인정보 보호법 시행령 제15조에 따른 대장입니다. 접속기록에서 바로 만듭니다.", "The ledger of the Enforcement Decree of PIPA, art. 15, made from the access records.");
    public static readonly Phrase ReviewTitle = new("월별 접속기록 점검", "Monthly review of access records");
    public static readonly Phrase ReviewLead = new("개인정보의 안전성 확보조치 기준 제8조에 따라 매달 점검하고 서명합니다.", "Reviewed and signed each month (Standard of Measures for Security, art. 8).");
    public static readonly Phrase Records = new("기록", "Records");
    public static readonly Phrase RefusedRecords = new("거절", "Refused");
    public static readonly Phrase Persons = new("대상자", "Persons");
    public static readonly Phrase AtNight = new("밤", "At night");
    public static readonly Phrase Downloads = new("내려받기", "Downloads");
    public static readonly Phrase Findings = new("살펴볼 것", "To be looked at");
    public static readonly Phrase NoFindings = new("눈에 띄는 것이 없습니다.", "Nothing stands out.");
    public static readonly Phrase Note = new("점검 의견", "What the review found");
    public static readonly Phrase Sign = new("점검을 마치고 서명", "Sign the review");
    public static readonly Phrase NotOver = new("달이 끝난 뒤에 서명할 수 있습니다.", "It can be signed when the month is over.");
    public static readonly Phrase Actions = new("한 일", "What was done");
    public static readonly Phrase Agents = new("접속자", "Who looked");
    public static readonly Phrase QuestionsTitle = new("열람 문의", "Questions about looks");
    public static readonly Phrase QuestionsLead = new("대상자가 누가 왜 보았는지 물은 것입니다. 10일 안에 답해야 합니다(개인정보 보호법 시행령 제41조).", "What persons asked about looks at their data. They are answered within 10 days (Enforcement Decree of PIPA, art. 41).");
    public static readonly Phrase Question = new("물음", "Question");
    public static readonly Phrase Answer = new("답", "Answer");
    public static readonly Phrase Waiting = new("답을 기다립니다", "Waiting for an answer");
    public static readonly Phrase DueBy = new("기한", "Due");
    public static readonly Phrase SendAnswer = new("답 보내기", "Send the answer");
    public static readonly Phrase NoQuestions = new("들어온 물음이 없습니다.", "There are no questions.");
    public static readonly Phrase EmergenciesTitle = new("긴급 열람 검토", "Review of emergency access");
    public static readonly Phrase EmergenciesLead = new("긴급 열람은 한 건씩 검토하고 의견을 남깁니다.", "Each emergency access is reviewed, and closed with what the review found.");
    public static readonly Phrase EmergencyReason = new("사유", "Reason");
    public static readonly Phrase NoEmergencies = new("긴급 열람이 없습니다.", "There was no emergency access.");
    public static readonly Phrase CloseReview = new("검토를 마침", "Close the review");
    public static readonly Phrase Ask = new("이 열람에 대해 묻기", "Ask about this look");
    public static readonly Phrase AskTitle = new("열람에 대해 묻기", "Ask about a look");
    public static readonly Phrase AskLead = new("물음은 개인정보 보호책임자에게 가고, 10일 안에 답을 받습니다.", "Your question goes to the privacy officer, who answers within 10 days.");
    public static readonly Phrase AskText = new("궁금한 것", "What you want to know");
    public static readonly Phrase Send = new("보내기", "Send");
    public static readonly Phrase AskMissing = new("궁금한 것을 적어 주세요(1,000자까지).", "Please write what you want to know (up to 1,000 characters).");
    public static readonly Phrase Asked = new("물음을 보냈습니다. 10일 안에 답을 받습니다.", "Your question was sent. It will be answered within 10 days.");
    public static readonly Phrase MyQuestions = new("내가 물은 것", "My questions");
    public static readonly Phrase Given = new("제공된 내역", "What was given to whom");

    public static Phrase Signed(string by, string at) => new($"{at}에 {by}이(가) 서명했습니다.", $"Signed by {by} on {at}.");
}
