using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.CarePlans.Sections;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.CarePlans;

/// <summary>Joins one person's resources into the shared plan.</summary>
/// <remarks>
/// Give it what the reader may see and nothing else: it holds no notion of what is missing, so it cannot betray it. Organizations
/// and staff roles that the resources name may be added for their names; they are no lines themselves. Not thread-safe; use one per reading.
/// </remarks>
/// <param name="person">Patient id.</param>
/// <param name="today">The Korean day of reading.</param>
/// <param name="deadlines">Rules for what is due.</param>
/// <param name="pairs">Services that do not go together; null for the list that comes with the gateway.</param>
public sealed class SharedCarePlanBuilder(string person, DateOnly today, PlanDeadlines deadlines, IReadOnlyList<BenefitPair>? pairs = null)
{
    private static readonly string[] Records = ["Provenance", "DocumentReference"];

    private readonly List<ParsedResource> _resources = [];
    private readonly List<ParsedResource> _records = [];

    /// <summary>How many resources were given.</summary>
    public int Count => _resources.Count;

    /// <summary>Organizations and staff roles (Type/id) that the resources so far name or came from, to be added for their names.</summary>
    public IReadOnlyCollection<string> RegistersNamed => Registers.NamedIn(_resources);

    /// <summary>Adds a resource the reader may see; a deleted one, or one whose JSON cannot be read, adds nothing.</summary>
    public void Add(StoredResource resource)
    {
        if (resource.Deleted) return;
        var document = FhirDocument.Parse(resource.Json, Schema.R4);
        if (document.Succeeded) _resources.Add(new(resource, document.Value!.Root));
    }

    /// <summary>Adds a Provenance or DocumentReference only for what it says about where a line came from.</summary>
    /// <remarks>
    /// Every line must be able to name its message, also to a reader who may not read records. Give it cut to who, when, map and title,
    /// and only for resources that were added: it is no content, and it does not count for the edition.
    /// </remarks>
    public void AddRecord(StoredResource record)
    {
        if (record.Deleted) return;
        var document = FhirDocument.Parse(record.Json, Schema.R4);
        if (document.Succeeded) _records.Add(new(record, document.Value!.Root));
    }

    /// <summary>The plan. The same resources in any order give the same plan.</summary>
    public SharedCarePlan Build()
    {
        var ledger = new SourceLedger([.. _resources, .. _records]);
        var resources = new PlanResources { Person = person, Today = today };
        foreach (var parsed in _resources.OrderBy(resource => resource.Reference, StringComparer.Ordinal))
        {
            var stored = parsed.Stored;
            resources.Add(new(stored.Type, stored.Id, stored.Version, stored.Tags.Category, parsed.Root, ledger.Of(parsed)));
        }

        var fulfilment = new Fulfilment(resources);
        var needs = NeedsSection.Build(resources);
        var services = ServiceSection.Build(resources, fulfilment);
        var plan = new SharedCarePlan(
            Edition(),
            today,
            PersonSection.Build(resources),
            OutlineSection.Build(resources),
            [],
            NeedsSection.Wishes(resources),
            JudgementSection.Build(resources),
            needs,
            GoalSection.Build(resources, needs),
            TaskSection.Build(resources),
            services,
            WarningSection.Build(resources, pairs ?? BenefitPairs.Default, services),
            ReferralSection.Build(resources, fulfilment),
            TeamSection.Build(resources),
            StaySection.Build(resources),
            ConsentSection.Build(resources),
            ledger.Sources);
        return plan with { Due = DueSection.Build(resources, deadlines, plan) };
    }

    // Versions, not dates, and no records: one Provenance may be about shown and withheld lines alike, and the edition must not
    // change with what is withheld.
    private string Edition()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> version = stackalloc byte[8];
        foreach (var resource in _resources.Where(resource => !Records.Contains(resource.Stored.Type)).OrderBy(resource => resource.Reference, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(resource.Reference));
            BinaryPrimitives.WriteInt64BigEndian(version, resource.Stored.Version);
            hash.AppendData(version);
        }

        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 4));
    }
}
