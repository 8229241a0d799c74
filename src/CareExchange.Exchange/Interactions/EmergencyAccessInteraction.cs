using System.Text.Json;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Outbox;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>Opens one person's record in an emergency (break the glass): for a while, with a reason, told at once and reviewed afterwards.</summary>
/// <remarks>Record, review Task and both notices are one commit: what nobody would be told of does not open.</remarks>
public sealed class EmergencyAccessInteraction(WriteServices services)
{
    /// <summary>The channel of the notices in the outbox.</summary>
    public const string NoticeChannel = "notice";

    /// <summary>The longest that it stays open, and the time where nothing is said, in minutes.</summary>
    public const int MaximumMinutes = 60;

    /// <summary>The shortest reason that says anything, in characters.</summary>
    public const int LeastReason = 10;

    private const int MostReason = 1000;

    /// <summary>Opens it.</summary>
    /// <param name="person">Patient id; nobody else is opened.</param>
    /// <param name="reason">Why; <see cref="LeastReason"/> characters at least.</param>
    /// <param name="minutes">How long, 1 to <see cref="MaximumMinutes"/>; null for the most.</param>
    /// <param name="requester">Who.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What is open; or <c>forbidden</c>/<c>emergency-not-allowed</c>, <c>required</c>/<c>reason-required</c>, <c>value</c>/<c>emergency-minutes</c>, <c>resource-unknown</c>.</returns>
    public async Task<Outcome<EmergencyGrant>> OpenAsync(
        string person, string? reason, int? minutes, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (!requester.MayBreakGlass || requester.PersonId is not null || requester.OnlyPersonId is not null) return await RefuseAsync(EmergencyIssues.NotAllowed(), person, requester, trace, cancellationToken);
        if (reason?.Trim() is not { Length: >= LeastReason and <= MostReason } why) return await RefuseAsync(EmergencyIssues.ReasonRequired(), person, requester, trace, cancellationToken);
        if (minutes is < 1 or > MaximumMinutes) return await RefuseAsync(EmergencyIssues.Minutes(), person, requester, trace, cancellationToken);
        if (await services.Store.ReadAsync("Patient", person, cancellationToken) is not { Deleted: false }) return await RefuseAsync(InteractionIssues.NotFound("Patient", person), person, requester, trace, cancellationToken);

        var now = services.Clock.GetUtcNow();
        var until = now.AddMinutes(minutes ?? MaximumMinutes);
        var id = Guid.CreateVersion7(now).ToString();
        await using var transaction = await services.Store.BeginAsync(cancellationToken);
        var json = EmergencyTask.Write(id, person, why, requester, now, until);
        var put = await transaction.PutAsync("Task", id, json, new ResourceTags(person, DataCategories.Record, EmergencyTask.Source), ifMatch: 0, cancellationToken);
        if (!put.Succeeded) return Outcome.Failure<EmergencyGrant>(put.Issues);
        foreach (var kind in (string[])["emergency-access-person", "emergency-access-privacy-officer"])
        {
            await transaction.EnqueueAsync(new OutboxMessage(Guid.CreateVersion7(now).ToString(), NoticeChannel, kind, Notice(id, person, requester, now, until)), cancellationToken);
        }

        await services.Audit.AppendAsync(
            transaction,
            new AuditRecord(AuditAction.EmergencyAccess, requester with { Purpose = PurposeOfUse.BreakTheGlass }, trace)
            {
                Person = person, Entities = [$"Task/{id}"], Grounds = [new AuditGround(new LegalBasis(LegalBasisKind.Emergency).Uri, "emergency-access", null)],
            },
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new EmergencyGrant(id, person, requester.Id, until);
    }

    // The reason stays in the Task: a notice travels further than the record.
    private static byte[] Notice(string task, string person, Requester requester, DateTimeOffset from, DateTimeOffset until) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        task = $"Task/{task}",
        person = $"Patient/{person}",
        organization = $"Organization/{requester.OrganizationId}",
        organizationName = requester.OrganizationDisplay,
        from,
        until,
        korean = $"{requester.OrganizationDisplay}이(가) 긴급한 사정으로 기록을 열람하고 있습니다. 이의가 있으면 개인정보 보호책임자에게 말씀해 주세요.",
        english = $"{requester.OrganizationDisplay} is reading the record in an emergency. If you object, speak to the privacy officer.",
    });

    private async Task<Outcome<EmergencyGrant>> RefuseAsync(Issue issue, string person, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var isKnown = await services.Store.ReadAsync("Patient", person, cancellationToken) is not null;
        await services.Audit.RecordAsync(
            new AuditRecord(AuditAction.EmergencyAccess, requester with { Purpose = PurposeOfUse.BreakTheGlass }, trace) { Refused = true, Person = isKnown ? person : null, Entities = [$"Patient/{person}"], Explanation = issue.Rule }, cancellationToken);
        return issue;
    }
}
