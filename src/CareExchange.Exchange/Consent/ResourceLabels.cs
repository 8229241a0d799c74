using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Consent;

/// <summary>The security labels of a resource as provisions ask for them.</summary>
internal sealed class ResourceLabels
{
    /// <summary>No labels: normal.</summary>
    public static readonly ResourceLabels None = new();

    private readonly HashSet<string> _sensitivities = new(StringComparer.Ordinal);

    private ResourceLabels() => Confidentiality = ResourceContent.Normal;

    /// <summary>Reads them.</summary>
    public ResourceLabels(Element resource)
    {
        // An unlabelled resource is normal; the highest of several labels counts (high-water mark).
        Confidentiality = -1;
        foreach (var label in resource["meta"].Children("security"))
        {
            var (code, system) = (label["code"].Text, label["system"].Text);
            if (code is not null && LabelSystems.IsConfidentiality(system)) Confidentiality = Math.Max(Confidentiality, ResourceContent.RankOf(code) ?? ResourceContent.VeryRestricted);
            else if (code is not null && LabelSystems.IsSensitivity(system)) _sensitivities.Add(code);
            else if (!LabelSystems.IsHarmless(system)) HasUnknownLabel = true;
        }

        if (Confidentiality < 0) Confidentiality = ResourceContent.Normal;
    }

    /// <summary>The highest confidentiality label, as a rank of v3-Confidentiality.</summary>
    public int Confidentiality { get; }

    /// <summary>True where it carries a label of a system nobody here knows: how secret it is, nobody can tell.</summary>
    public bool HasUnknownLabel { get; }

    /// <summary>Sensitivity labels such as <c>PSY</c>.</summary>
    public IReadOnlySet<string> Sensitivities => _sensitivities;

    /// <summary>True where JSON that can be read holds no labels, because no property has their name, however it may be written.</summary>
    public static bool AreNone(ReadOnlySpan<byte> json) => !json.IsEmpty && json.IndexOf("\"security\""u8) < 0 && json.IndexOf("\\u"u8) < 0;
}
