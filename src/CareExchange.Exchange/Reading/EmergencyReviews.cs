using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Reading;

/// <summary>The review Tasks that emergency accesses leave, for the privacy officer: each is looked at once and closed with what was found.</summary>
public sealed class EmergencyReviews(ResourceStore store, SearchQueryParser parser, AuditTrail audit, TimeProvider clock)
{
    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 1000;

    /// <summary>All of them, open ones first, then the newest.</summary>
    /// <returns>The reviews; <c>forbidden</c> for anybody but the privacy officer.</returns>
    public async Task<Outcome<IReadOnlyList<EmergencyReview>>> AllAsync(Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new AuditRecord(AuditAction.Review, requester, trace) { Refused = !AuditReach.MayReadAll(requester), Query = "emergencies" }, cancellationToken);
        if (!AuditReach.MayReadAll(requester)) return ReadingIssues.TrailNotYours;
        var parsed = parser.Parse("Task", [new("code", $"{EmergencyGrant.TaskSystem}|{EmergencyGrant.TaskCode}"), new("_sort", "-_lastUpdated"), new("_count", "500")], "reviews");
        if (parsed.Value is not { } request || !parsed.Succeeded) throw new InvalidOperationException("Reviews cannot be searched.");
        var found = await store.SearchAsync(request, AccessPredicate.AnyOf([new AccessGrant { Sources = [EmergencyTask.Source] }]), cancellationToken);
        return Outcome.Success<IReadOnlyList<EmergencyReview>>([.. found.Matches.Select(task => Read(JsonNode.Parse(task.Json.Span)!)).OfType<EmergencyReview>().OrderBy(review => review.Note is not null).ThenByDescending(review => review.From)]);
    }

    /// <summary>Closes a review.</summary>
    /// <returns>The review; <c>question-unknown</c> where there is none, <c>question-text</c> for a note that is empty or too long, or <c>forbidden</c>.</returns>
    public async Task<Outcome<EmergencyReview>> CloseAsync(string id, string note, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (!AuditReach.MayReadAll(requester))
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.Review, requester, trace) { Refused = true, Entities = [$"Task/{id}"], Explanation = ReadingIssues.TrailNotYours.Rule }, cancellationToken);
            return ReadingIssues.TrailNotYours;
        }

        if (note.Trim() is not { Length: > 0 and <= LongestNote } said) return ReadingIssues.QuestionText;
        await using var transaction = await store.BeginAsync(cancellationToken);
        if (await transaction.ReadAsync("Task", id, cancellationToken) is not { Deleted: false, Tags.Source: EmergencyTask.Source } stored || EmergencyGrants.Read(stored) is null) return ReadingIssues.QuestionUnknown;
        var task = JsonNode.Parse(stored.Json.Span)!.AsObject();
        task["status"] = "completed";
        task["lastModified"] = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture);
        task["output"] = new JsonArray(new JsonObject { ["type"] = new JsonObject { ["text"] = "검토 의견 / review" }, ["valueString"] = said });
        var put = await transaction.PutAsync("Task", id, JsonSerializer.SerializeToUtf8Bytes(task), stored.Tags, stored.Version, cancellationToken);
        if (!put.Succeeded) return Outcome.Failure<EmergencyReview>(put.Issues);
        await audit.AppendAsync(transaction, new AuditRecord(AuditAction.Review, requester, trace) { Person = stored.Tags.Person, Entities = [$"Task/{id}"] }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Read(task)!;
    }

    private EmergencyReview? Read(JsonNode task)
    {
        if ((string?)task["executionPeriod"]?["start"] is not { } start || (string?)task["executionPeriod"]?["end"] is not { } end || (string?)task["for"]?["reference"] is not { } person) return null;
        return new(
            (string)task["id"]!, person["Patient/".Length..], (string?)task["requester"]?["display"] ?? "", (string?)task["description"] ?? "", Time(start), Time(end),
            (string?)task["status"] == "completed" ? (string?)task["output"]?[0]?["valueString"] ?? "" : null)
        {
            IsOpen = clock.GetUtcNow() < Time(end),
            EndedBy = (string?)task["statusReason"]?["coding"]?[0]?["code"],
        };
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
