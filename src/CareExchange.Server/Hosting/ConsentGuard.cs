using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Resources;

namespace CareExchange.Server.Hosting;

/// <summary>No gateway opens a database that is older than what its consents have said since.</summary>
public static class ConsentGuard
{
    /// <summary>What is said where a restored database has to stay closed.</summary>
    public const string Closed =
        "The database was restored from a backup, and what consents have said since is not known: it stays closed, so that nothing withdrawn is shown again. "
        + "Run 'careexchange restore --journal FILE' with the consents.journal of a gateway that worked on it, or 'careexchange restore --without-journal'. "
        + "/ 백업에서 복원한 데이터베이스입니다. 백업 뒤에 철회된 동의를 알 수 없어 열지 않습니다. 'careexchange restore --journal 파일'을 실행하십시오.";

    private static readonly Requester Gateway =
        new("careexchange", "CareExchange", RequesterRole.Operator, "careexchange", "CareExchange", PurposeOfUse.Operations, IsSystem: true);

    /// <summary>Brings an older database up to the journals.</summary>
    /// <returns>How many Consents were changed; null where a restored database has no journal to be told by.</returns>
    /// <exception cref="InvalidDataException">A file is no journal, is damaged, or belongs to another key file.</exception>
    public static async Task<int?> ReapplyAsync(StorageDatabase database, IReadOnlyList<string> journals, bool isNothingKnown, TimeProvider clock, CancellationToken cancellationToken)
    {
        var trail = new AuditTrail(new ResourceStore(database), clock);
        var trace = new RequestTrace("restore", null, null);
        var (changed, known) = (0, false);
        foreach (var journal in journals)
        {
            var told = await ConsentReplay.RunAsync(database, journal, consent => trail.RowOf(Record(AuditAction.ConsentReapplied, trace) with { Person = consent.Tags.Person, Entities = [$"{consent.Type}/{consent.Id}"] }), cancellationToken);
            (changed, known) = (changed + told ?? changed, known || told is not null);
        }

        if (await ConsentReplay.CopyOfAsync(database, cancellationToken) is not { } made) return changed;
        if (!known && !isNothingKnown) return null;
        var how = string.Create(CultureInfo.InvariantCulture, $"backup of {made:yyyy-MM-dd'T'HH:mm:ss'Z'}; {(known ? $"{changed} consents brought up to date" : "without a consent journal")}");
        await ConsentReplay.OpenAsync(database, trail.RowOf(Record(AuditAction.Restored, trace) with { Explanation = how }), cancellationToken);
        return changed;
    }

    /// <summary>The journal of a gateway that starts.</summary>
    /// <exception cref="InvalidDataException">The database was restored and has no journal to be told by.</exception>
    internal static async Task<ConsentJournal> OpenAsync(StorageDatabase database, GatewayOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await ReapplyAsync(database, [options.ConsentJournalPath], isNothingKnown: false, clock, cancellationToken) is null) throw new InvalidDataException(Closed);
        return await ConsentJournal.OpenAsync(database, options.ConsentJournalPath, cancellationToken);
    }

    private static AuditRecord Record(AuditAction action, RequestTrace trace) => new(action, Gateway, trace);
}
