using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Consent;

/// <summary>The security labels of a resource as provisions ask for them.</summary>
internal sealed class ResourceLabels
{
    private const string ConfidentialitySystem = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private const string SensitivitySystem = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

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
            var code = label["code"].Text;
            if (code is null) continue;
            if (label["system"].Text == ConfidentialitySystem) Confidentiality = Math.Max(Confidentiality, ResourceContent.RankOf(code) ?? ResourceContent.VeryRestricted);
            else if (label["system"].Text == SensitivitySystem) _sensitivities.Add(code);
        }

        if (Confidentiality < 0) Confidentiality = ResourceContent.Normal;
    }

    /// <summary>The highest confidentiality label, as a rank of v3-Confidentiality.</summary>
    public int Confidentiality { get; }

    /// <summary>Sensitivity labels such as <c>PSY</c>.</summary>
    public IReadOnlySet<string> Sensitivities => _sensitivities;

    /// <summary>True where JSON that can be read holds no labels, because no property has their name, however it may be written.</summary>
    public static bool AreNone(ReadOnlySpan<byte> json) => !json.IsEmpty && json.IndexOf("\"security\""u8) < 0 && json.IndexOf("\\u"u8) < 0;
}
