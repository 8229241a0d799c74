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
        "dateTime", "date", "created", "issued", "start", "dateAsserted", "dateWritten",
    ];

    private static readonly HashSet<string> AuthorNames = new(StringComparer.Ordinal)
    {
        "author", "performer", "recorder", "asserter", "requester", "actor", "participant", "informationSource", "who", "custodian", "practitioner",
    };

    private static readonly HashSet<string> PrincipalNames = new(StringComparer.Ordinal) { "code", "type", "category", "medication", "class", "vaccineCode" };

    private readonly HashSet<Coded> _principalCodes = [];
    private readonly HashSet<Coded> _codes = [];
    private readonly HashSet<string> _references = new(StringComparer.Ordinal);
    private readonly HashSet<string> _authors = new(StringComparer.Ordinal);

    /// <summary>Reads the content once.</summary>
    public ResourceContent(Element resource)
    {
        Labels = new(resource);
        foreach (var child in resource.Children())
        {
            if (child.Name != "meta") Walk(child, PrincipalNames.Contains(child.Name), AuthorNames.Contains(child.Name));
        }

        Time = TimeOf(resource);
    }

    /// <summary>The security labels.</summary>
    public ResourceLabels Labels { get; }

    /// <summary>When what it tells happened; null where it does not say.</summary>
    public TimeRange? Time { get; }

    /// <summary>Rank of a v3-Confidentiality code, 0 for unrestricted to 5 for very restricted; null for a code outside it.</summary>
    public static int? RankOf(string code) => code switch { "U" => 0, "L" => 1, "M" => 2, "N" => Normal, "R" => Restricted, "V" => VeryRestricted, _ => null };

    /// <summary>True where the code says what the resource is about.</summary>
    public bool IsAbout(Coded code) => _principalCodes.Contains(code);

    /// <summary>True where the code stands anywhere in it.</summary>
    public bool Mentions(Coded code) => _codes.Contains(code);

    /// <summary>True where it refers to this resource.</summary>
    public bool RefersTo(string reference) => _references.Contains(reference);

    /// <summary>True where this one wrote, did, said or ordered it.</summary>
    public bool IsBy(string reference) => _authors.Contains(reference);

    private static TimeRange? TimeOf(Element resource)
    {
        foreach (var name in Times)
        {
            var time = resource[name];
            if (!time.Exists) continue;
            return time.TypeName == "Period" || (!time.IsPrimitive && (time["start"].Exists || time["end"].Exists))
                ? TimeRange.Between(time["start"].Text, time["end"].Text)
                : TimeRange.Parse(time.Text);
        }

        return null;
    }

    private void Walk(Element element, bool principal, bool author)
    {
        if (element.IsPrimitive) return;
        var isCoding = element["code"].Text is not null && element["system"].Text is not null;
        if (isCoding)
        {
            var code = new Coded(element["system"].Text, element["code"].Text!);
            _codes.Add(code);
            if (principal) _principalCodes.Add(code);
        }

        if (element["reference"].Text is { } reference)
        {
            _references.Add(reference);
            if (author) _authors.Add(reference);
        }

        foreach (var child in element.Children())
        {
            if (!child.IsPrimitive) Walk(child, principal, author || AuthorNames.Contains(child.Name));
        }
    }
}
