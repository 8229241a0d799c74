using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Reading;

/// <summary>The person asks why somebody looked; the privacy officer answers within ten days (개인정보 보호법 제35조, 시행령 제41조).</summary>
/// <remarks>A question is a Task that belongs to the privacy office and to no compartment: whoever looked must not read that they were asked about.</remarks>
public sealed class AccessQuestions(ResourceStore store, SearchQueryParser parser, AuditStore entries, PermittedPlan plans, AuditTrail audit, TimeProvider clock)
{
    /// <summary>The longest question or answer, in characters.</summary>
    public const int LongestText = 1000;

    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromDays(10);

    private const string Office = "careexchange-privacy-office";
    private const string CodeSystem = "urn:careexchange:task-code";
    private const string Code = "access-question";

    /// <summary>Asks about a look.</summary>
    /// <returns>The question; <c>person-not-visible</c>, <c>question-unknown</c> for a look that is not at this person's data, <c>question-text</c>.</returns>
    public async Task<Outcome<AccessQuestion>> AskAsync(string person, string eventId, string text, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (!await MayAskAsync(person, requester, cancellationToken)) return await RefuseAsync(ReadingIssues.NotVisible, person, requester, trace, cancellationToken);
        if (text.Trim() is not { Length: > 0 and <= LongestText } asked) return ReadingIssues.QuestionText;
        if (await entries.QueryAsync(new AuditQuery { Person = person, Id = eventId, Count = 1 }, cancellationToken) is not [var entry]) return ReadingIssues.QuestionUnknown;
        var (now, look) = (clock.GetUtcNow(), LookWords.Sentence(AuditFacts.Read(entry.Row)));
        var question = new AccessQuestion(Guid.CreateVersion7(now).ToString(), person, eventId, look.Korean, look.English!, asked, now, now + AnswerWithin, null, null);
        await PutAsync(question, requester, trace, cancellationToken);
        return question;
    }

    /// <summary>A person's questions, newest first.</summary>
    /// <returns>The questions; <c>person-not-visible</c>.</returns>
    public async Task<Outcome<IReadOnlyList<AccessQuestion>>> OfPersonAsync(string person, Requester requester, CancellationToken cancellationToken) =>
        await MayAskAsync(person, requester, cancellationToken) ? Outcome.Success(await FindAsync([new("patient", person)], cancellationToken)) : ReadingIssues.NotVisible;

    /// <summary>Everybody's questions, those that wait first, by their due date.</summary>
    /// <returns>The questions; <c>forbidden</c> for anybody but the privacy officer.</returns>
    public async Task<Outcome<IReadOnlyList<AccessQuestion>>> AllAsync(Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var look = new AuditRecord(AuditAction.AccessLogRead, requester, trace) { Query = "questions" };
        if (!AuditReach.MayReadAll(requester))
        {
            await audit.RecordAsync(look with { Refused = true, Explanation = ReadingIssues.TrailNotYours.Rule }, cancellationToken);
            return ReadingIssues.TrailNotYours;
        }

        AccessQuestion[] questions = [.. (await FindAsync([], cancellationToken)).OrderBy(question => question.Answer is not null).ThenBy(question => question.Due)];
        AuditRecord[] looks = [.. questions.Select(question => question.Person).Distinct(StringComparer.Ordinal).Select(person => look with { Person = person })];
        await audit.RecordAsync(looks.Length > 0 ? looks : [look], cancellationToken);
        return Outcome.Success<IReadOnlyList<AccessQuestion>>(questions);
    }

    /// <summary>Answers a question.</summary>
    /// <returns>The answered question; <c>question-unknown</c>, <c>question-text</c>, or <c>forbidden</c>.</returns>
    public async Task<Outcome<AccessQuestion>> AnswerAsync(string id, string text, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (!AuditReach.MayReadAll(requester)) return await RefuseAsync(ReadingIssues.TrailNotYours, null, requester, trace, cancellationToken);
        if (text.Trim() is not { Length: > 0 and <= LongestText } answer) return ReadingIssues.QuestionText;
        if (await store.ReadAsync("Task", id, cancellationToken) is not { Deleted: false, Tags.Source: Office } stored) return ReadingIssues.QuestionUnknown;
        var question = Read(stored.Json) with { Answer = answer, Answered = clock.GetUtcNow() };
        await PutAsync(question, requester, trace, cancellationToken);
        return question;
    }

    private async Task<bool> MayAskAsync(string person, Requester requester, CancellationToken cancellationToken)
    {
        var (mayRead, mandate) = await plans.MayReadLooksAsync(person, requester, cancellationToken);
        return mayRead && (mandate == MandateKind.Named || (await plans.BuildAsync(person, requester, CivilTime.Here.DayOf(clock.GetUtcNow()), cancellationToken)).Plan is not null);
    }

    private async Task<Outcome<AccessQuestion>> RefuseAsync(Issue refusal, string? person, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new AuditRecord(AuditAction.Question, requester, trace) { Refused = true, Person = person, Explanation = refusal.Rule }, cancellationToken);
        return refusal;
    }

    private async Task<IReadOnlyList<AccessQuestion>> FindAsync(IReadOnlyList<KeyValuePair<string, string>> more, CancellationToken cancellationToken)
    {
        var parsed = parser.Parse("Task", [new("code", $"{CodeSystem}|{Code}"), new("_sort", "-_lastUpdated"), new("_count", "500"), .. more], Office);
        if (parsed.Value is not { } request || !parsed.Succeeded) throw new InvalidOperationException("Questions cannot be searched.");
        var found = await store.SearchAsync(request, AccessPredicate.Unrestricted, cancellationToken);
        return [.. found.Matches.Where(match => match.Tags.Source == Office).Select(match => Read(match.Json))];
    }

    private async Task PutAsync(AccessQuestion question, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var put = await transaction.PutAsync("Task", question.Id, Write(question), new ResourceTags(null, DataCategories.Record, Office), null, cancellationToken);
        if (!put.Succeeded) throw new InvalidOperationException("A question cannot be stored.");
        await audit.AppendAsync(transaction, new AuditRecord(AuditAction.Question, requester, trace) { Person = question.Person, Entities = [$"Task/{question.Id}"] }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static byte[] Write(AccessQuestion question)
    {
        var task = new JsonObject
        {
            ["resourceType"] = "Task",
            ["id"] = question.Id,
            ["status"] = question.Answer is null ? "requested" : "completed",
            ["intent"] = "order",
            ["code"] = Coded(Code),
            ["description"] = question.Look,
            ["_description"] = new JsonObject { ["extension"] = new JsonArray(Translation(question.LookEnglish)) },
            ["focus"] = new JsonObject { ["type"] = "AuditEvent", ["identifier"] = new JsonObject { ["system"] = "urn:ietf:rfc:3986", ["value"] = $"urn:uuid:{question.EventId}" } },
            ["for"] = new JsonObject { ["reference"] = $"Patient/{question.Person}" },
            ["authoredOn"] = Time(question.Asked),
            ["requester"] = new JsonObject { ["reference"] = $"Patient/{question.Person}" },
            ["owner"] = new JsonObject { ["display"] = "개인정보 보호책임자" },
            ["restriction"] = new JsonObject { ["period"] = new JsonObject { ["end"] = Time(question.Due) } },
            ["input"] = new JsonArray(new JsonObject { ["type"] = Coded("question"), ["valueString"] = question.Text }),
        };
        if (question is { Answer: { } answer, Answered: { } answered })
        {
            task["lastModified"] = Time(answered);
            task["output"] = new JsonArray(new JsonObject { ["type"] = Coded("answer"), ["valueString"] = answer });
        }

        return JsonSerializer.SerializeToUtf8Bytes(task);
    }

    private static AccessQuestion Read(ReadOnlyMemory<byte> json)
    {
        var task = JsonNode.Parse(json.Span)!;
        return new(
            task["id"]!.GetValue<string>(),
            task["for"]!["reference"]!.GetValue<string>()["Patient/".Length..],
            task["focus"]!["identifier"]!["value"]!.GetValue<string>()["urn:uuid:".Length..],
            task["description"]!.GetValue<string>(),
            task["_description"]!["extension"]![0]!["extension"]![1]!["valueString"]!.GetValue<string>(),
            task["input"]![0]!["valueString"]!.GetValue<string>(),
            Time(task["authoredOn"]!),
            Time(task["restriction"]!["period"]!["end"]!),
            task["output"]?[0]!["valueString"]!.GetValue<string>(),
            task["lastModified"] is { } answered ? Time(answered) : null);
    }

    private static JsonObject Coded(string code) => new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = CodeSystem, ["code"] = code }) };

    private static JsonObject Translation(string english) => new()
    {
        ["url"] = "http://hl7.org/fhir/StructureDefinition/translation",
        ["extension"] = new JsonArray(new JsonObject { ["url"] = "lang", ["valueCode"] = "en" }, new JsonObject { ["url"] = "content", ["valueString"] = english }),
    };

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(JsonNode node) => DateTimeOffset.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture);
}
