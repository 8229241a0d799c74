using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Resources;

/// <summary>What becomes of a put or deletion, now that is known what stands.</summary>
internal sealed class JudgedPut
{
    private JudgedPut(CurrentRow? current, Outcome<PutResult> result) => (Current, Result) = (current, result);

    /// <summary>What stands; null for nothing.</summary>
    public CurrentRow? Current { get; }

    /// <summary>The version that stands after it, or why it is refused.</summary>
    public Outcome<PutResult> Result { get; }

    /// <summary>The index rows of that version.</summary>
    public IndexSet Index { get; private init; } = IndexSet.Empty;

    /// <summary>Those in the tables clustered by value, as they are written down.</summary>
    public byte[] IndexKeys { get; private init; } = Indexing.IndexKeys.None;

    /// <summary>True where nobody else can know the id.</summary>
    public bool IsNew { get; private init; }

    /// <summary>True where a version has to be written.</summary>
    public bool Writes => Result.Succeeded && Result.Value!.Change != PutChange.Unchanged;

    /// <summary>The version that stands after it.</summary>
    public StoredResource Next => Result.Value!.Resource;

    public static JudgedPut Of(PreparedResource given, CurrentRow? current, DateTimeOffset now)
    {
        var stands = current is { Resource.Deleted: false } ? current.Resource : null;
        if (given.Guard?.Invoke(stands) is { } refusal) return Refused(current, refusal);
        if (given.IfMatch is { } expected && !VersionCondition.Holds(expected, stands?.Version ?? 0)) return Refused(current, StoreIssues.VersionConflict(expected, stands?.Version ?? 0));
        if (given.IsFirst && current is not null) return Refused(current, StoreIssues.VersionConflict(0, current.Resource.Version));
        if (stands is not null && given.IsUnchanged(stands)) return new(current, new PutResult(stands, PutChange.Unchanged));
        var next = given.As((current?.Resource.Version ?? 0) + 1, now);
        return new(current, new PutResult(next, stands is null ? PutChange.Created : PutChange.Updated)) { Index = given.Index, IndexKeys = given.IndexKeys, IsNew = given.IsNew };
    }

    public static JudgedPut Deletion(string type, string id, long? ifMatch, CurrentRow? current, DateTimeOffset now)
    {
        if (current is null) return Refused(null, StoreIssues.Unknown(type, id));
        if (ifMatch is { } expected && !VersionCondition.Holds(expected, current.Resource.Version)) return Refused(current, StoreIssues.VersionConflict(expected, current.Resource.Version));
        if (current.Resource.Deleted) return new(current, new PutResult(current.Resource, PutChange.Unchanged));
        var tombstone = current.Resource with { Version = current.Resource.Version + 1, LastUpdated = now, Deleted = true, Json = Array.Empty<byte>() };
        return new(current, new PutResult(tombstone, PutChange.Deleted));
    }

    /// <summary>The row of <c>resource</c> under this row number.</summary>
    public object[] Row(long rid, SealedBodies bodies) =>
    [
        rid, Next.Type, Next.Id, Next.Version, Next.LastUpdated.ToMicroseconds(), Next.Deleted ? 1 : 0, Next.Tags.Person.OrNull(), Next.Tags.Category, Next.Tags.Source, IndexKeys,
        bodies.Seal(Next.Type, Next.Id, Next.Tags.Person is not null, Next.Json.AsArray()),
    ];

    private static JudgedPut Refused(CurrentRow? current, Issue issue) => new(current, issue);
}
