using System.Collections.Frozen;
using System.Text.Json;
using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>The field a kind of service usually belongs to, as data.</summary>
internal static class ServiceDomains
{
    /// <summary>By code of urn:careexchange:service-type.</summary>
    public static FrozenDictionary<string, ServiceDomain> Default { get; } = Load();

    private static FrozenDictionary<string, ServiceDomain> Load()
    {
        using var stream = typeof(ServiceDomains).Assembly.GetManifestResourceStream("CarePlans/service-domains.json")!;
        using var document = JsonDocument.Parse(stream);
        var domains = new Dictionary<string, ServiceDomain>(StringComparer.Ordinal);
        foreach (var domain in Enum.GetValues<ServiceDomain>())
        {
            if (!document.RootElement.TryGetProperty(domain.ToString().ToLowerInvariant(), out var codes)) continue;
            foreach (var code in codes.EnumerateArray()) domains.Add(code.GetString()!, domain);
        }

        return domains.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
