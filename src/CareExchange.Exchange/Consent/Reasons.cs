using System.Globalization;
using System.Runtime.CompilerServices;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>Puts decisions into one plain sentence each, the same for staff, person and auditor.</summary>
internal static class Reasons
{
    /// <summary>Nothing speaks for showing anything.</summary>
    public static readonly DecisionReason None = new(
        false, LegalBasis.Consent, "default-deny",
        "Neither a consent nor a legal basis permits this.", "열람을 허용하는 동의나 법적 근거가 없습니다.");

    /// <summary>A provision permits.</summary>
    public static DecisionReason Permit(ApplicableStatement applicable, Requester requester)
    {
        var statement = applicable.Statement;
        if (IsMandate(statement))
        {
            return From(
                applicable, true,
                $"The person's consent{English(applicable.Policy)} lets {English(requester)} see, give and take back consents for the person.",
                $"본인 동의{Korean(applicable.Policy)}에 따라 {requester.OrganizationDisplay}이(가) 본인 대신 동의를 확인하고, 동의하거나 철회할 수 있습니다.");
        }

        var hasNumbers = applicable.Policy.UniqueNumbers == UniqueNumberAgreement.Agreed;
        return From(
            applicable, true,
            $"The person's consent{English(applicable.Policy)} lets {English(requester)} see {EnglishData(statement)}{(hasNumbers ? ", with passport, driver's licence and alien registration numbers" : "")}.",
            $"본인 동의{Korean(applicable.Policy)}에 따라 {requester.OrganizationDisplay}에 {KoreanData(statement)}{(hasNumbers ? "(여권·운전면허·외국인등록번호 포함)" : "")} 열람이 허용됩니다.");
    }

    /// <summary>A provision refuses.</summary>
    public static DecisionReason Refusal(ApplicableStatement applicable)
    {
        var statement = applicable.Statement;
        return From(
            applicable, false,
            $"The person refused{English(applicable.Policy)} to share {EnglishData(statement)}.",
            $"본인이{Korean(applicable.Policy)} {KoreanData(statement)} 공유를 거부하였습니다.");
    }

    /// <summary>The requester is named in the Consent that is to be seen.</summary>
    public static DecisionReason NamedIn(ConsentPolicy policy, Requester requester) => new(
        true, LegalBasis.Consent, "named-recipient",
        $"{English(requester)} is named as a recipient in this consent.",
        $"이 동의에 {requester.OrganizationDisplay}이(가) 정보를 받는 곳으로 지정되어 있습니다.")
    {
        ConsentId = policy.Id, ConsentVersion = policy.Version, Categories = [DataCategories.Consent],
    };

    /// <summary>A legal basis permits; written once for each rule.</summary>
    public static DecisionReason Rule(LegalBasisRule rule) => Rules.GetValue(rule, static rule => Write(rule));

    private static readonly ConditionalWeakTable<LegalBasisRule, DecisionReason> Rules = [];

    private static DecisionReason Write(LegalBasisRule rule) => new(true, rule.Ground!, rule.Id, rule.English, rule.Korean)
    {
        Categories = rule.Categories.Contains("*", StringComparer.Ordinal) ? [] : rule.Categories,
    };

    private static DecisionReason From(ApplicableStatement applicable, bool permits, string english, string korean) =>
        new(permits, LegalBasis.Consent, applicable.Statement.Path, english, korean)
        {
            ConsentId = applicable.Policy.Id,
            ConsentVersion = applicable.Policy.Version,
            Categories = [.. Categories(applicable.Statement).Select(category => category.Code)],
        };

    private static IEnumerable<DataCategory> Categories(ConsentStatement statement) =>
        DataCategories.All.Where(category => statement.Classes.Values.Contains(new Coded(DataCategories.System, category.Code)));

    private static bool IsMandate(ConsentStatement statement) => statement.Actions.Any(actions => actions.Values.Any(action => action.Code == RequesterCondition.Correct));

    private static string EnglishData(ConsentStatement statement)
    {
        var names = string.Join(", ", Categories(statement).Select(category => category.English));
        return (names.Length > 0 ? names : statement.Classes.IsStated ? "certain data" : "all data") + (statement.DataRank > 1 ? " within stated limits" : "");
    }

    private static string KoreanData(ConsentStatement statement)
    {
        var names = string.Join(", ", Categories(statement).Select(category => category.Korean));
        return (names.Length > 0 ? $"{names} 정보" : statement.Classes.IsStated ? "특정 정보" : "모든 정보") + (statement.DataRank > 1 ? "(정해진 범위)" : "");
    }

    private static string English(Requester requester) => requester.OrganizationEnglish ?? requester.OrganizationDisplay;

    private static string English(ConsentPolicy policy) => policy.StatedAt is { } at ? $" of {Day(at)}" : "";

    private static string Korean(ConsentPolicy policy) => policy.StatedAt is { } at ? $"({Day(at)})" : "";

    private static string Day(TimeRange range) => CivilTime.Here.DayOf(range.From).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
