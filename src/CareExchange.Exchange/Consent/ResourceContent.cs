using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Consent;

/// <summary>What provisions can ask of a resource's content: labels, codes, clinical time, references and authors.</summary>
internal sealed class ResourceContent
{
    /// <summary>Rank of normal confidentiality.</summary>
    public const int Normal = 3;

    /// <summary>Rank of restricted data.</summary>
    public const int Restricted = 4;

    /// <summary>Rank of very restricted data, and of every label that nobody knows.</summary>
    public const int VeryRestricted = 5;

    private static readonly string[] Times =
    [
        "effective", "performed", "onset", "occurrence", "period", "authoredOn", "authored", "recordedDate", "recorded",
        "dateTime", "date", "created", "issued", "start", "dateAsserted", "dateWritten", "billablePeriod", "servicePeriod", "serviced", "executionPeriod", "sent", "started", "whenHandedOver", "statusDate",
    ];

    // What R4 maps to FiveWs.author and FiveWs.source, and who performed. Only of the resource itself: whom a Consent names in its provisions did not write it.
    private static readonly HashSet<string> AuthorNames = new(StringComparer.Ordinal)
    {
        "author", "recorder", "asserter", "requester", "informationSource", "source", "enterer", "assessor", "orderer", "prescriber", "expressedBy", "reporter", "performer", "agent",
    };

    private static readonly HashSet<string> PrincipalNames = new(StringComparer.Ordinal) { "code", "type", "category", "medication", "class", "vaccineCode" };

    private readonly HashSet<Coded> _principalCodes = [];
    private readonly HashSet<Coded> _codes = [];
    private readonly HashSet<string> _codesAlone = new(StringComparer.Ordinal);
    private readonly HashSet<string> _codesOfAnySystem = new(StringComparer.Ordinal);
    private readonly HashSet<string> _references = new(StringComparer.Ordinal);
    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _authors = new(StringComparer.Ordinal);

    /// <summary>Reads the content once.</summary>
    public ResourceContent(Element resource)
    {
        Labels = new(resource);
        foreach (var child in resource.Children())
        {
            if (child.Name != "meta") Walk(child, PrincipalNames.Contains(child.Name), AuthorNames.Contains(child.Name));
        }

        List<TimeRange?> times = [.. Times.Select(name => resource[name]).Where(time => time.Exists).Select(Read)];
        Time = times.Count > 0 ? times[0] : null;
        if (resource["onset"].Exists && resource["abatement"].Exists) times.Add(Read(resource["onset"]) is { } from && Read(resource["abatement"]) is { } until && from.From < until.Until ? new(from.From, until.Until) : null);
        AllTimes = times;
    }

    /// <summary>The security labels.</summary>
    public ResourceLabels Labels { get; }

    /// <summary>When what it tells happened; null where it does not say.</summary>
    public TimeRange? Time { get; }

    /// <summary>Every time it tells, null for one that cannot be read: a refusal catches whatever touches its period.</summary>
    public IReadOnlyList<TimeRange?> AllTimes { get; }

    /// <summary>Rank of a v3-Confidentiality code, 0 for unrestricted to 5 for very restricted; null for a code outside it.</summary>
    public static int? RankOf(string code) => code switch { "U" => 0, "L" => 1, "M" => 2, "N" => Normal, "R" => Restricted, "V" => VeryRestricted, _ => null };

    /// <summary>True where the code says what the resource is about.</summary>
    public bool IsAbout(Coded code) => _principalCodes.Contains(code);

    /// <summary>True where the code stands anywhere in it; where one of the two says no system, the code alone counts.</summary>
    public bool Mentions(Coded code) => _codes.Contains(code) || _codesAlone.Contains(code.Code) || (code.System is null && _codesOfAnySystem.Contains(code.Code));

    /// <summary>True where it refers to this resource.</summary>
    public bool RefersTo(string reference) => _references.Contains(reference);

    /// <summary>True where it refers to this resource or to one of that name somewhere else, which may be the same.</summary>
    public bool MayReferTo(string reference) => _references.Contains(reference) || _addresses.Contains(reference);

    /// <summary>The resources of this gateway that it refers to, such as <c>Condition/c1</c>.</summary>
    public IReadOnlyCollection<string> References => _references;

    /// <summary>True where this one wrote, did, said or ordered it.</summary>
    public bool IsBy(string reference) => _authors.Contains(reference);

    private static TimeRange? Read(Element time) => time.TypeName == "Period" || (!time.IsPrimitive && (time["start"].Exists || time["end"].Exists))
        ? TimeRange.Between(time["start"].Text, time["end"].Text)
        : TimeRange.Parse(time.Text);

    private void Walk(Element element, bool principal, bool author)
    {
        if (element.IsPrimitive) return;
        if (element["code"].Text is { } text)
        {
            _codesOfAnySystem.Add(text);
            if (element["system"].Text is { } system)
            {
                var code = new Coded(system, text);
                _codes.Add(code);
                if (principal) _principalCodes.Add(code);
            }
            else
            {
                _codesAlone.Add(text);
            }
        }

        if (element["reference"].Text is { } reference)
        {
            // A version of something is that something (R4 references.html#literal).
            if (reference.IndexOf("/_history/", StringComparison.Ordinal) is > 0 and var version) reference = reference[..version];
            if (reference.LastIndexOf('/') is > 0 and var slash && reference.LastIndexOf('/', slash - 1) is >= 0 and var before) _addresses.Add(reference[(before + 1)..]);
            _references.Add(reference);
            if (author) _authors.Add(reference);
        }

        foreach (var child in element.Children())
        {
            if (!child.IsPrimitive) Walk(child, principal, author);
        }
    }
}
