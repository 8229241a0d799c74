using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Reading;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;

namespace CareExchange.Server.Hosting;

/// <summary>What the trail tells the operator at a terminal: the monthly review with its signature, and the ledger of provisions. Both are recorded as on the pages.</summary>
public static class GatewayRecords
{
    /// <summary>The review of a month, signed where a note says so.</summary>
    /// <param name="options">The gateway's options.</param>
    /// <param name="month">A day in it; null for the month before this one, which is the one to be signed.</param>
    /// <param name="note">What the reviewer says; null reads only.</param>
    /// <param name="by">Who, as the trail keeps it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The review in words, line by line, and as a table.</returns>
    /// <exception cref="InvalidDataException">The month is not over, or was signed before.</exception>
    public static async Task<GatewayTable> ReviewAsync(GatewayOptions options, DateOnly? month, string? note, string by, CancellationToken cancellationToken)
    {
        await using var database = await OpenAsync(options, cancellationToken);
        var clock = TimeProvider.System;
        var reader = new AccessReviewReader(new AuditStore(database), new AuditReviewStore(database), TrailOf(database, options), clock);
        var day = month ?? CivilTime.Here.DayOf(clock.GetUtcNow()).AddMonths(-1);
        var (requester, trace) = (RequesterOf(by), TraceOf());
        var review = ValueOf(note is null ? await reader.ReadAsync(day, requester, trace, cancellationToken) : await reader.SignAsync(day, note, requester, trace, cancellationToken));
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"{review.Month:yyyy-MM}: {review.Records} records, {review.Refused} refused, {review.Persons} persons / 기록 {review.Records}건, 거절 {review.Refused}건, 대상자 {review.Persons}명"),
            .. review.Findings.Select(finding => $"! {finding.Text.English} / {finding.Text.Korean}"),
            review.Signature is { } signed
                ? string.Create(CultureInfo.InvariantCulture, $"signed by {signed.By} at {signed.At:yyyy-MM-dd'T'HH:mm:ss'Z'}, digest {signed.Digest} / 서명함")
                : review.IsOver ? "not signed / 서명 전" : "not over yet / 아직 끝나지 않은 달",
        ];
        return new(lines, FormattableString.Invariant($"review-{review.Month:yyyyMM}"), ReviewTable.Head, [.. ReviewTable.Rows(review)]);
    }

    /// <summary>The ledger of provisions to third parties with its eight items.</summary>
    /// <param name="options">The gateway's options.</param>
    /// <param name="from">The first day, in Korea.</param>
    /// <param name="until">The last day; at most a year later.</param>
    /// <param name="person">Patient id of the only person, or null.</param>
    /// <param name="recipient">Id of the only recipient, or null.</param>
    /// <param name="by">Who, as the trail keeps it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidDataException">The period is none, or too long.</exception>
    public static async Task<GatewayTable> LedgerAsync(GatewayOptions options, DateOnly from, DateOnly until, string? person, string? recipient, string by, CancellationToken cancellationToken)
    {
        await using var database = await OpenAsync(options, cancellationToken);
        var reader = new ProvisionLedgerReader(new AuditStore(database), TrailOf(database, options));
        var rows = ValueOf(await reader.ReadAsync(new LedgerQuery(from, until) { Person = person, Recipient = recipient }, RequesterOf(by), TraceOf(), cancellationToken));
        IReadOnlyList<object>[] table = [.. LedgerTable.Rows(rows, PlanLanguage.Korean)];
        return new([.. table.Select(row => string.Join('\t', row))], FormattableString.Invariant($"ledger-{from:yyyyMMdd}-{until:yyyyMMdd}"), LedgerTable.Head(PlanLanguage.Korean), table);
    }

    private static async Task<StorageDatabase> OpenAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        var keys = await KeyFile.OpenExistingAsync(options.KeyPath, TimeProvider.System, cancellationToken);
        return await StorageDatabase.OpenAsync(options.StorageOf(keys, Schema.R4), TimeProvider.System, cancellationToken);
    }

    private static AuditTrail TrailOf(StorageDatabase database, GatewayOptions options) => new(new ResourceStore(database), TimeProvider.System) { Host = ExchangeServices.HostOf(options) };

    private static Requester RequesterOf(string by) => new(by, by, RequesterRole.Operator, "careexchange", "CareExchange", PurposeOfUse.Operations, IsSystem: true);

    private static RequestTrace TraceOf() => new($"command-{Guid.NewGuid():N}", null, null);

    private static T ValueOf<T>(Outcome<T> outcome)
        where T : class =>
        outcome is { Succeeded: true, Value: { } value } ? value : throw new InvalidDataException($"{outcome.Issues[0].English} / {outcome.Issues[0].Korean}");
}
