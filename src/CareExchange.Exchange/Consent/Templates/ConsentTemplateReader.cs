using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Consent.Templates;

/// <summary>Reads a template and refuses what could not be agreed to lawfully. Pure; nothing is guessed: an unknown word refuses the whole template.</summary>
public static partial class ConsentTemplateReader
{
    /// <summary>The longest a consent of a template may last, in months.</summary>
    public const int LongestMonths = 120;

    // Health is sensitive data (PIPA 23), so whatever tells of it is agreed to apart from the rest.
    private static readonly HashSet<string> Health = new(StringComparer.Ordinal) { DataCategories.Clinical, DataCategories.Function, DataCategories.Cognition, DataCategories.Sensitive };

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads a template.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <returns>The template; or everything that is wrong with it, each with its place.</returns>
    public static Outcome<ConsentTemplate> Read(ReadOnlySpan<byte> json)
    {
        ConsentTemplate? template;
        try
        {
            template = JsonSerializer.Deserialize<ConsentTemplate>(json, Options);
        }
        catch (JsonException refused)
        {
            return Wrong(refused.Path ?? "$", "cannot be read", "을(를) 읽을 수 없습니다", "a consent template");
        }

        if (template is null) return Wrong("$", "is empty", "이(가) 비어 있습니다", "a consent template");
        var issues = Check(template);
        return issues.Count == 0 ? template : Outcome.Failure<ConsentTemplate>(issues);
    }

    private static List<Issue> Check(ConsentTemplate template)
    {
        var issues = new List<Issue>();
        Demand(issues, Name().IsMatch(template.Id), "$.id", "is no id", "이(가) 식별자가 아닙니다", "kebab case, 1 to 40");
        Demand(issues, VersionText().IsMatch(template.Version), "$.version", "is no version", "이(가) 판이 아닙니다", "such as 1.0.0");
        Demand(issues, template.ValidUntil is not { } until || until >= template.ValidFrom, "$.validUntil", "lies before its beginning", "이(가) 시작보다 앞섭니다", "validFrom or later");
        Said(issues, "$.title", template.Title);
        Said(issues, "$.lead", template.Lead);
        Demand(issues, template.Choices.Any(choice => choice.Effect != ChoiceEffect.Except), "$.choices", "permit and refuse nothing", "에 허용하거나 거부하는 것이 없습니다", "a choice that permits or refuses");
        Demand(issues, template.Choices.Select(choice => choice.Id).Distinct(StringComparer.Ordinal).Count() == template.Choices.Count, "$.choices", "stand twice", "에 중복이 있습니다", "ids of their own");
        for (var at = 0; at < template.Choices.Count; at++) Check(issues, string.Create(CultureInfo.InvariantCulture, $"$.choices[{at}]"), template.Choices[at]);
        return issues;
    }

    private static void Check(List<Issue> issues, string path, ConsentChoice choice)
    {
        Demand(issues, Name().IsMatch(choice.Id), $"{path}.id", "is no id", "이(가) 식별자가 아닙니다", "kebab case, 1 to 40");
        Said(issues, $"{path}.title", choice.Title);
        Said(issues, $"{path}.text", choice.Text);
        Demand(issues, choice.Categories.All(category => category != DataCategories.Admin && DataCategories.Find(category) is not null), $"{path}.categories", "names an unknown category", "에 알 수 없는 정보 범주가 있습니다", "codes of urn:careexchange:data-category");
        Demand(issues, choice.Purposes.All(purpose => PurposeOfUse.Find(purpose) is not null), $"{path}.purposes", "names an unknown purpose", "에 알 수 없는 이용 목적이 있습니다", "codes of v3-ActReason");
        Demand(issues, choice.Labels.All(label => ResourceContent.RankOf(label) is not null), $"{path}.labels", "names an unknown confidentiality", "에 알 수 없는 기밀 등급이 있습니다", "U, L, M, N, R or V");
        if (choice.Effect == ChoiceEffect.Except)
        {
            Demand(issues, choice.Categories.Count + choice.Labels.Count > 0, path, "keeps nothing back", "에 제외할 것이 없습니다", "categories or labels");
            Demand(issues, choice.Recipients.Count == 0 && choice.Purposes.Count == 0 && !choice.Sensitive && !choice.UniqueNumbers && !choice.Mandate && choice.Statements is null && choice.Months == 0 && choice.MostMonths == 0, path, "says more than what is kept back", "에 제외 대상이 아닌 것이 있습니다", "categories or labels only");
            return;
        }

        Demand(issues, choice.Categories.Count > 0, $"{path}.categories", "names no data", "에 정보 범주가 없습니다", "one or more");
        Demand(issues, choice.Labels.Count == 0, $"{path}.labels", "belongs to exceptions", "은(는) 제외에만 둘 수 있습니다", "none");
        Demand(issues, choice.Recipients.Count > 0, $"{path}.recipients", "names nobody", "에 제공받는 자가 없습니다", "one or more");
        Demand(issues, choice.Recipients.Select(option => option.Id).Distinct(StringComparer.Ordinal).Count() == choice.Recipients.Count, $"{path}.recipients", "stand twice", "에 중복이 있습니다", "ids of their own");
        foreach (var option in choice.Recipients) Check(issues, $"{path}.recipients", option);
        Demand(issues, choice.Months is >= 1 and <= LongestMonths && choice.MostMonths >= choice.Months && choice.MostMonths <= LongestMonths, $"{path}.months", "is no period", "이(가) 기간이 아닙니다", $"1 to mostMonths, {LongestMonths} at most");
        if (choice.Effect == ChoiceEffect.Refuse)
        {
            Demand(issues, !choice.Sensitive && !choice.UniqueNumbers && !choice.Mandate && choice.Statements is null, path, "is a refusal with statements of an agreement", "은(는) 거부인데 동의 고지가 있습니다", "no statements");
            return;
        }

        // PIPA 17(2) and 22(1): no agreement without its five statements, and one for each kind of data.
        Demand(issues, choice.Purposes.Count > 0, $"{path}.purposes", "names no purpose (PIPA 17(2)2)", "에 이용 목적이 없습니다(법 제17조제2항제2호)", "one or more");
        Demand(issues, choice.Statements is not null, $"{path}.statements", "are missing (PIPA 17(2))", "이(가) 없습니다(법 제17조제2항)", "purpose, items, retention, refusal");
        if (choice.Statements is { } told)
        {
            Said(issues, $"{path}.statements.purpose", told.Purpose);
            Said(issues, $"{path}.statements.items", told.Items);
            Said(issues, $"{path}.statements.retention", told.Retention);
            Said(issues, $"{path}.statements.refusal", told.Refusal);
        }

        var (health, plain) = (choice.Categories.Any(Health.Contains), choice.Categories.Any(category => !Health.Contains(category)));
        Demand(issues, choice.Sensitive == health && !(health && plain), $"{path}.categories", "mixes sensitive data with other data (PIPA 23: agreed to separately)", "에 민감정보와 그 밖의 정보가 섞여 있습니다(법 제23조: 별도 동의)", "sensitive: true with clinical, function, cognition or sensitive only");
        Demand(issues, !choice.Categories.Contains(DataCategories.Sensitive, StringComparer.Ordinal) || choice.Categories.Count == 1, $"{path}.categories", "puts mental health, addiction, HIV and abuse together with other data", "에 정신건강·중독·감염·학대 정보가 다른 정보와 함께 있습니다", "sensitive alone");
        Demand(issues, !choice.UniqueNumbers || (choice.Categories is [DataCategories.Identity] && !choice.Mandate), $"{path}.uniqueNumbers", "are agreed to together with other data (PIPA 24: agreed to separately)", "은(는) 다른 정보와 함께 동의할 수 없습니다(법 제24조: 별도 동의)", "uniqueNumbers: true with identity only");
        Demand(issues, !choice.Mandate || (choice.Categories is [DataCategories.Consent] && choice.Recipients.All(option => option.Named == "RelatedPerson")), path, "gives a mandate over more than consents, or to more than relatives", "은(는) 동의 대리가 아닌 것까지 맡깁니다", "categories [consent] and recipients named RelatedPerson");
    }

    private static void Check(List<Issue> issues, string path, RecipientOption option)
    {
        Demand(issues, Name().IsMatch(option.Id), $"{path}.id", "is no id", "이(가) 식별자가 아닙니다", "kebab case, 1 to 40");
        Said(issues, $"{path}.text", option.Text);
        var said = (option.Organization is null ? 0 : 1) + (option.OrganizationType is null ? 0 : 1) + (option.Role is null ? 0 : 1) + (option.CareTeam ? 1 : 0) + (option.Named is null ? 0 : 1);
        Demand(issues, said == 1, path, "says who in none or several ways", "의 대상이 하나가 아닙니다", "one of organization, organizationType, role, careTeam, named");
        Demand(issues, option.Role is null || RequesterRole.Find(option.Role) is not null, $"{path}.role", "is no role", "이(가) 역할이 아닙니다", "codes of urn:careexchange:role");
        Demand(issues, option.Named is null or "Organization" or "RelatedPerson", $"{path}.named", "cannot be named", "은(는) 지정할 수 없습니다", "Organization or RelatedPerson");
        Demand(issues, option.Organization is null || ResourceId().IsMatch(option.Organization), $"{path}.organization", "is no id", "이(가) 식별자가 아닙니다", "id of an Organization");
        Demand(issues, option.OrganizationType is null || Name().IsMatch(option.OrganizationType), $"{path}.organizationType", "is no kind", "이(가) 기관 종류가 아닙니다", "such as municipality");
    }

    private static void Said(List<Issue> issues, string path, TemplateText text) =>
        Demand(issues, !string.IsNullOrWhiteSpace(text.Korean) && !string.IsNullOrWhiteSpace(text.English) && text.Korean.Length + text.English.Length <= 8000, path, "is not said in Korean and English", "이(가) 한국어와 영어로 쓰여 있지 않습니다", "ko and en, 8,000 characters at most");

    private static void Demand(List<Issue> issues, bool holds, string path, string english, string korean, string expected)
    {
        if (!holds) issues.Add(Wrong(path, english, korean, expected));
    }

    private static Issue Wrong(string path, string english, string korean, string expected) =>
        Issue.Error("invalid", "consent-template", $"{path} {english}.", $"{path}{korean}.") with { Expression = path, Expected = expected };

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$(?<=^.{1,40})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^[0-9A-Za-z.-]{1,20}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VersionText();

    [GeneratedRegex("^[A-Za-z0-9.-]{1,64}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ResourceId();
}
