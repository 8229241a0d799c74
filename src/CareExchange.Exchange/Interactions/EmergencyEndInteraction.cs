using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Interactions;

/// <summary>Ends emergency access before its time: by who took it, by the privacy officer, and by the person or who acts for them. The review stays to be done.</summary>
public sealed class EmergencyEndInteraction(WriteServices services, ConsentDecider consent)
{
    /// <summary>The code system of why it ended early.</summary>
    public const string EndedSystem = "urn:careexchange:emergency-ended";

    /// <summary>What is open for a person that this requester may end, the newest first; nothing for who may not.</summary>
    public async Task<IReadOnlyList<EmergencyGrant>> OpenAsync(string person, Requester requester, CancellationToken cancellationToken)
    {
        var by = await AsAsync(person, requester, cancellationToken);
        var now = services.Clock.GetUtcNow();
        return
        [
            .. (await services.Store.ReadOfPersonsAsync([person], "Task", DataCategories.Record, cancellationToken)).Select(EmergencyGrants.Read).OfType<EmergencyGrant>()
                .Where(grant => grant.Person == person && now < grant.Until && (by is not null || grant.RequesterId == requester.Id)).OrderByDescending(grant => grant.Until),
        ];
    }

    /// <summary>Ends it: the next look is decided without it.</summary>
    /// <param name="person">Patient id.</param>
    /// <param name="task">Id of one access's Task; null for every open one that the requester may end.</param>
    /// <param name="requester">Who.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The Tasks of what was ended; or <c>resource-unknown</c> where nothing is open that this requester may end.</returns>
    public async Task<Outcome<IReadOnlyList<string>>> EndAsync(string person, string? task, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var by = await AsAsync(person, requester, cancellationToken) ?? "requester";
        EmergencyGrant[] ending = [.. (await OpenAsync(person, requester, cancellationToken)).Where(grant => task is null || grant.TaskId == task)];
        if (ending.Length == 0)
        {
            var isKnown = await services.Store.ReadAsync("Patient", person, cancellationToken) is not null;
            await services.Audit.RecordAsync(new AuditRecord(AuditAction.EmergencyAccess, requester, trace) { Refused = true, Person = isKnown ? person : null, Explanation = "emergency-none-open" }, cancellationToken);
            return InteractionIssues.NotFound("Task", task ?? person);
        }

        await using var transaction = await services.Store.BeginAsync(cancellationToken);
        foreach (var grant in ending)
        {
            if (await transaction.ReadAsync("Task", grant.TaskId, cancellationToken) is not { Deleted: false } stored) continue;
            var json = JsonNode.Parse(stored.Json.Span)!.AsObject();
            json["executionPeriod"]!["end"] = CivilTime.Here.Text(services.Clock.GetUtcNow());
            json["statusReason"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = EndedSystem, ["code"] = by }) };
            var put = await transaction.PutAsync("Task", grant.TaskId, JsonSerializer.SerializeToUtf8Bytes(json, Options), stored.Tags, stored.Version, cancellationToken);
            if (!put.Succeeded) return Outcome.Failure<IReadOnlyList<string>>(put.Issues);
        }

        await services.Audit.AppendAsync(
            transaction,
            new AuditRecord(AuditAction.EmergencyAccess, requester, trace)
            {
                Person = person, Entities = [.. ending.Select(grant => $"Task/{grant.TaskId}")], Explanation = $"ended-by-{by}", Grounds = [new AuditGround(new LegalBasis(LegalBasisKind.Emergency).Uri, "emergency-access", null)],
            },
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Success<IReadOnlyList<string>>([.. ending.Select(grant => grant.TaskId)]);
    }

    // As whom somebody may end what others took; null for nobody: then only what they took themselves.
    private async Task<string?> AsAsync(string person, Requester requester, CancellationToken cancellationToken)
    {
        if (requester is { IsSystem: false, AppId: null, Role: RequesterRole.PrivacyOfficer }) return "privacy-officer";
        return await consent.MandateAsync(person, requester, cancellationToken) is { MayChange: true } mandate ? mandate.Kind == MandateKind.Self ? "person" : "representative" : null;
    }

    private static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
