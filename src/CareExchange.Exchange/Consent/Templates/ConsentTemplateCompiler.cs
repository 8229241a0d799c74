using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Consent.Templates;

/// <summary>Turns what somebody chose into Consents whose provisions the decider enforces. Pure.</summary>
/// <remarks>One Consent for each choice that permits or refuses, because each is agreed to, shown and taken back apart from the others (PIPA 22, 23, 37).
/// What is kept back is a refusal inside each permit: nothing beside it can outweigh it.</remarks>
public static class ConsentTemplateCompiler
{
    private const string ActionSystem = "http://terminology.hl7.org/CodeSystem/consentaction";

    /// <summary>Makes the Consents.</summary>
    /// <param name="template">A template that is valid.</param>
    /// <param name="choices">What was ticked.</param>
    /// <param name="occasion">On which occasion.</param>
    /// <param name="names">Names of those who were named.</param>
    /// <returns>The Consents in the template's order; or what is wrong with the choices: <c>consent-choice-unknown</c>, <c>-twice</c>, <c>-none</c>, <c>-recipient</c>, <c>-months</c>.</returns>
    public static Outcome<IReadOnlyList<CompiledConsent>> Compile(ConsentTemplate template, IReadOnlyList<ChoiceAnswer> choices, ConsentOccasion occasion, TemplateNames names)
    {
        var issues = new List<Issue>();
        foreach (var answer in choices.Where(answer => template.Choices.All(choice => choice.Id != answer.Choice))) issues.Add(Wrong("unknown", "The template has no such choice.", "서식에 없는 선택입니다.", string.Join(", ", template.Choices.Select(choice => choice.Id)), answer.Choice));
        if (choices.Select(answer => answer.Choice).Distinct(StringComparer.Ordinal).Count() != choices.Count) issues.Add(Wrong("twice", "A choice is made twice.", "같은 선택이 두 번 있습니다.", "each choice once", null));
        var made = template.Choices.Select(choice => (Choice: choice, Answer: choices.FirstOrDefault(answer => answer.Choice == choice.Id))).Where(pair => pair.Answer is not null).ToArray();
        ConsentChoice[] exceptions = [.. made.Select(pair => pair.Choice).Where(choice => choice.Effect == ChoiceEffect.Except)];
        if (made.Length == exceptions.Length || (exceptions.Length > 0 && made.All(pair => pair.Choice.Effect != ChoiceEffect.Permit))) issues.Add(Wrong("none", "Nothing is chosen that permits or refuses.", "허용하거나 거부하는 선택이 없습니다.", "one choice or more", null));
        var consents = new List<CompiledConsent>();
        foreach (var (choice, answer) in made.Where(pair => pair.Choice.Effect != ChoiceEffect.Except))
        {
            var recipients = Recipients(choice, answer!, occasion.Person, names, issues);
            var months = answer!.Months ?? choice.Months;
            if (months < 1 || months > choice.MostMonths) issues.Add(Wrong("months", "The period is out of the template's bounds.", "서식이 정한 기간을 벗어났습니다.", string.Create(CultureInfo.InvariantCulture, $"1 to {choice.MostMonths}"), months.ToString(CultureInfo.InvariantCulture)));
            if (issues.Count == 0) consents.Add(Make(template, choice, recipients, months, choice.Effect == ChoiceEffect.Permit ? exceptions : [], occasion));
        }

        return issues.Count > 0 ? Outcome.Failure<IReadOnlyList<CompiledConsent>>(issues) : Outcome.Success<IReadOnlyList<CompiledConsent>>(consents);
    }

    private static List<(JsonObject Actor, TemplateText Text)> Recipients(ConsentChoice choice, ChoiceAnswer answer, string person, TemplateNames names, List<Issue> issues)
    {
        // Nobody is agreed to by saying nothing: only where there is one recipient, and no other, does the choice itself say whom.
        var chosen = answer.Recipients.Count > 0 ? answer.Recipients : choice.Recipients is [{ Named: null } only] ? [only.Id] : [];
        var recipients = new List<(JsonObject, TemplateText)>();
        foreach (var one in chosen.Distinct(StringComparer.Ordinal))
        {
            if (one.Contains('/', StringComparison.Ordinal))
            {
                var isOffered = choice.Recipients.Any(option => option.Named is { } type && one.StartsWith(type + "/", StringComparison.Ordinal));
                if (isOffered && names.Of(one) is { } name) recipients.Add((Actor(new JsonObject { ["reference"] = one, ["display"] = name }), new(name, name)));
                else issues.Add(Wrong("recipient", "The recipient is unknown, or the choice lets nobody of that kind be named.", "알 수 없거나 지정할 수 없는 대상입니다.", "a recipient of the choice", one));
            }
            else if (choice.Recipients.FirstOrDefault(option => option.Id == one && option.Named is null) is { } option)
            {
                recipients.Add((Actor(ReferenceOf(option, person)), option.Text));
            }
            else
            {
                issues.Add(Wrong("recipient", "The choice has no such recipient, or somebody has to be named.", "선택할 수 없는 대상이거나 이름을 지정해야 합니다.", string.Join(", ", choice.Recipients.Select(option => option.Named is { } type ? $"{type}/…" : option.Id)), one));
            }
        }

        if (chosen.Count == 0) issues.Add(Wrong("recipient", $"Somebody has to be chosen: {choice.Title.English}.", $"받는 곳이나 대상을 골라 주세요: {choice.Title.Korean}.", string.Join(", ", choice.Recipients.Select(option => option.Named is { } type ? $"{type}/…" : option.Id)), null));
        return recipients;
    }

    private static JsonObject ReferenceOf(RecipientOption option, string person) => option switch
    {
        { Organization: { } organization } => new() { ["reference"] = $"Organization/{organization}", ["display"] = option.Text.Korean },
        { OrganizationType: { } type } => Logical(RequesterCondition.OrganizationTypeSystem, type, option.Text.Korean),
        { Role: { } role } => Logical(RequesterRole.System, role, option.Text.Korean),
        _ => new() { ["reference"] = $"CareTeam/team-{person}", ["display"] = option.Text.Korean },
    };

    private static JsonObject Logical(string system, string value, string display) => new() { ["identifier"] = new JsonObject { ["system"] = system, ["value"] = value }, ["display"] = display };

    private static JsonObject Actor(JsonObject reference) => new()
    {
        ["role"] = Concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"),
        ["reference"] = reference,
    };

    private static CompiledConsent Make(
        ConsentTemplate template, ConsentChoice choice, IReadOnlyList<(JsonObject Actor, TemplateText Text)> recipients, int months, IReadOnlyList<ConsentChoice> exceptions, ConsentOccasion occasion)
    {
        var from = CivilTime.Here.DayOf(occasion.At);
        var until = from.AddMonths(months).AddDays(-1);
        var text = ConsentTemplateText.Of(template, choice, [.. recipients.Select(recipient => recipient.Text)], exceptions, from, until);
        var bytes = Encoding.UTF8.GetBytes(text);
        var moment = CivilTime.Here.Text(occasion.At);
        var provision = new JsonObject
        {
            ["type"] = choice.Effect == ChoiceEffect.Permit ? "permit" : "deny",
            ["period"] = new JsonObject { ["start"] = Day(from), ["end"] = Day(until) },
            ["actor"] = new JsonArray([.. recipients.Select(recipient => recipient.Actor)]),
        };
        if (choice.Mandate) provision["action"] = new JsonArray(Concept(ActionSystem, RequesterCondition.Correct), Concept(ActionSystem, RequesterCondition.Access));
        if (choice.Purposes.Count > 0) provision["purpose"] = new JsonArray([.. choice.Purposes.Select(purpose => Coding(PurposeOfUse.System, purpose))]);
        provision["code"] = Codes(choice.Categories);
        if (exceptions.Count > 0) provision["provision"] = new JsonArray([.. exceptions.SelectMany(Exceptions)]);
        var statements = new JsonArray();
        if (choice.Statements is { } told)
        {
            foreach (var (name, said) in ((string, TemplateText)[])[("recipient-purpose", told.Purpose), ("retention", told.Retention), ("right-to-refuse", told.Refusal)]) statements.Add(Extension(name, "valueString", $"{said.Korean} / {said.English}"));
        }
        else
        {
            foreach (var name in (string[])["recipient-purpose", "retention", "right-to-refuse"]) statements.Add(Extension(name, "valueString", $"{choice.Text.Korean} / {choice.Text.English}"));
        }

        if (choice.Sensitive) statements.Add(Extension("sensitive-agreed", "valueBoolean", true));
        if (choice.UniqueNumbers) statements.Add(Extension("unique-numbers-agreed", "valueBoolean", true));
        statements.Add(Extension("method", "valueCodeableConcept", Concept("urn:careexchange:consent-method", occasion.Method)));
        statements.Add(Extension("signer", "valueCodeableConcept", Concept("urn:careexchange:consent-signer", occasion.Signer)));
        if (occasion.ExplainedBy is { Length: > 0 } explained) statements.Add(Extension("explained-by", "valueString", explained));
        statements.Add(Extension("document-hash", "valueString", $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}"));
        var consent = new JsonObject
        {
            ["resourceType"] = "Consent",
            ["meta"] = new JsonObject
            {
                ["profile"] = new JsonArray(choice.Sensitive ? "urn:careexchange:profile:sensitive-consent" : "urn:careexchange:profile:consent"),
                ["security"] = new JsonArray(Coding(DataCategories.System, DataCategories.Consent)),
            },
            ["extension"] = new JsonArray(new JsonObject { ["url"] = "urn:careexchange:extension:pipa-statements", ["extension"] = statements }),
            ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:careexchange:consent-agreement", ["value"] = $"{occasion.Agreement}/{choice.Id}" }),
            ["status"] = "active",
            ["scope"] = Concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
            ["category"] = new JsonArray(Concept("urn:careexchange:consent-category", choice.Sensitive ? "sensitive-provision" : choice.UniqueNumbers ? "unique-number-provision" : "third-party-provision", choice.Title)),
            ["patient"] = new JsonObject { ["reference"] = $"Patient/{occasion.Person}" },
            ["dateTime"] = moment,
            ["performer"] = new JsonArray(new JsonObject { ["reference"] = occasion.Performer }),
            ["sourceAttachment"] = new JsonObject
            {
                ["contentType"] = "text/plain; charset=utf-8",
                ["language"] = "ko",
                ["data"] = Convert.ToBase64String(bytes),
                ["title"] = template.Title.Korean,
                ["creation"] = moment,
            },
            ["policy"] = new JsonArray(new JsonObject { ["uri"] = template.UriOf(choice.Id) }),
            ["provision"] = provision,
        };
        return new(choice.Id, Encoding.UTF8.GetBytes(consent.ToJsonString(s_options)), text);
    }

    // Labels and categories of one exception are kept back each for itself, not only where both meet.
    private static IEnumerable<JsonNode> Exceptions(ConsentChoice exception)
    {
        if (exception.Categories.Count > 0) yield return new JsonObject { ["type"] = "deny", ["code"] = Codes(exception.Categories) };
        if (exception.Labels.Count > 0) yield return new JsonObject { ["type"] = "deny", ["securityLabel"] = new JsonArray([.. exception.Labels.Select(label => Coding("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", label))]) };
    }

    private static JsonArray Codes(IReadOnlyList<string> categories) => [.. categories.Select(category => Concept(DataCategories.System, category))];

    private static JsonObject Extension(string name, string property, JsonNode value) => new() { ["url"] = name, [property] = value };

    private static JsonObject Concept(string system, string code, TemplateText? text = null)
    {
        var concept = new JsonObject { ["coding"] = new JsonArray(Coding(system, code)) };
        if (text is not null) concept["text"] = text.Korean;
        return concept;
    }

    private static JsonObject Coding(string system, string code) => new() { ["system"] = system, ["code"] = code };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Issue Wrong(string rule, string english, string korean, string expected, string? found) =>
        Issue.Error("value", $"consent-choice-{rule}", english, korean) with { Expected = expected, Found = found };

    private static readonly System.Text.Json.JsonSerializerOptions s_options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
