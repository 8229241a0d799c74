namespace CareExchange.Exchange.Consent;

/// <summary>One provision with everything it inherits: who, why, when and which data, permitted or refused.</summary>
/// <remarks>Provisions nest as exceptions (R4 <c>Consent.provision.provision</c>). What an exception states about actors or data replaces
/// what stands above it, what it does not state is inherited; periods, purposes and actions above it always bound it as well. A permit reaches
/// no further than the levels around it (<see cref="Around"/>): an exception to a refusal opens nothing that the refusal does not close.</remarks>
public sealed record ConsentStatement
{
    /// <summary>FHIRPath location, such as <c>Consent.provision.provision[1]</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Permit or deny; never <see cref="ConsentEffect.None"/>.</summary>
    public required ConsentEffect Effect { get; init; }

    /// <summary>When it is in force: one condition per level that states a period.</summary>
    public IReadOnlyList<Condition<TimeRange>> Periods { get; init; } = [];

    /// <summary>For whom.</summary>
    public Condition<ConsentActor> Actors { get; init; } = Condition<ConsentActor>.Any;

    /// <summary>For which purposes: one condition per level that states any.</summary>
    public IReadOnlyList<Condition<Coded>> Purposes { get; init; } = [];

    /// <summary>For which actions: one condition per level that states any.</summary>
    public IReadOnlyList<Condition<Coded>> Actions { get; init; } = [];

    /// <summary>Which classes of data: our categories or resource types.</summary>
    public Condition<Coded> Classes { get; init; } = Condition<Coded>.Any;

    /// <summary>Which codes of data.</summary>
    public Condition<Coded> Codes { get; init; } = Condition<Coded>.Any;

    /// <summary>Which security labels.</summary>
    public Condition<Coded> Labels { get; init; } = Condition<Coded>.Any;

    /// <summary>Data of which time.</summary>
    public Condition<TimeRange> DataPeriod { get; init; } = Condition<TimeRange>.Any;

    /// <summary>Which exact data, or whose.</summary>
    public Condition<ConsentData> Data { get; init; } = Condition<ConsentData>.Any;

    /// <summary>Whose data (<c>Consent.organization</c>, Organization ids): who holds what the person speaks about. Does not bound
    /// <see cref="DataCategories.Identity"/>, because the Patient is one for all contributors.</summary>
    public Condition<string> Custodians { get; init; } = Condition<string>.Any;

    /// <summary>The levels around it, outer ones first, each with nothing but what it states itself about actors and data.</summary>
    public IReadOnlyList<ConsentStatement> Around { get; init; } = [];

    /// <summary>The effect of the level that states <see cref="Labels"/>: a permit's labels mean "up to", a refusal's "from".</summary>
    public ConsentEffect LabelledBy { get; init; }

    /// <summary>True where sensitive data is meant in so many words: its category, security labels, or exact resources.</summary>
    public bool NamesSensitive => Labels.IsStated || Data.Values.Any(data => data.Meaning == "instance") || Classes.Values.Contains(s_sensitive);

    /// <summary>True where something about the provision cannot be read at all, such as a modifier extension.</summary>
    public bool Unreadable { get; init; }

    /// <summary>How narrowly recipients are named: 0 anybody, 1 a role, 2 a group, 3 an organisation, 4 one person or system.</summary>
    public int ActorRank => !Actors.IsStated ? 0 : Actors.Values.Count == 0 ? 1 : Actors.Values.Min(RankOf);

    /// <summary>How narrowly data is named: 0 everything, 1 classes, 2 codes, labels, time or author, 3 exact resources.</summary>
    public int DataRank => Math.Max(
        Classes.IsStated ? 1 : 0,
        Math.Max(
            Codes.IsStated || Labels.IsStated || DataPeriod.IsStated ? 2 : 0,
            !Data.IsStated ? 0 : Data.Values.Any(data => data.Meaning != "instance") ? 2 : 3));

    /// <summary>1 where purposes are named, else 0.</summary>
    public int PurposeRank => Purposes.Count > 0 ? 1 : 0;

    /// <summary>True where this permit says of every dimension that <paramref name="refusal"/> speaks of something itself, so that the two can be compared:
    /// codes are not narrower than labels, nor an organisation than one role in it. Exact resources are narrower than all.</summary>
    public bool IsComparableTo(ConsentStatement refusal)
    {
        if (ActorRank == refusal.ActorRank && refusal.Actors.Values.Any(actor => actor.Role is not null) && !Actors.Values.All(actor => actor.Role is not null)) return false;
        if (DataRank == 3) return true;
        var isFine = Codes.IsStated || Labels.IsStated || DataPeriod.IsStated || Data.IsStated;
        var isRefusalFine = refusal.Codes.IsStated || refusal.Labels.IsStated || refusal.DataPeriod.IsStated || refusal.Data.IsStated;
        if (refusal.Classes.IsStated && (isRefusalFine || !isFine) && !refusal.Classes.Values.All(one => Classes.Values.Any(own => own.System == one.System))) return false;
        return (Codes.IsStated || !refusal.Codes.IsStated) && (Labels.IsStated || !refusal.Labels.IsStated)
            && (DataPeriod.IsStated || !refusal.DataPeriod.IsStated) && (Data.IsStated || !refusal.Data.IsStated);
    }

    /// <summary>True where this provision stands inside <paramref name="other"/>.</summary>
    public bool IsInside(ConsentStatement other) =>
        Path.Length > other.Path.Length && Path.StartsWith(other.Path, StringComparison.Ordinal) && Path[other.Path.Length] == '.';

    private static readonly Coded s_sensitive = new(DataCategories.System, DataCategories.Sensitive);

    // A list is as narrow as its widest member.
    private static int RankOf(ConsentActor actor) => actor switch
    {
        { Identifier: not null, Reference: null } => 1,
        { Reference: { } reference } when reference.StartsWith("Organization/", StringComparison.Ordinal) => 3,
        { Reference: { } reference } when reference.StartsWith("Group/", StringComparison.Ordinal) || reference.StartsWith("CareTeam/", StringComparison.Ordinal) => 2,
        _ => 4,
    };
}
