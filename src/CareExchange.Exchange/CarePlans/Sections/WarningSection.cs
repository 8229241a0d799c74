using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Pairs of visible services that exclude each other or need a check (domain.md A.6).</summary>
internal static class WarningSection
{
    public static List<PlanWarning> Build(PlanResources resources, IReadOnlyList<BenefitPair> pairs, IReadOnlyList<ServiceGroup> services)
    {
        var running = services.SelectMany(group => group.Services)
            .Where(service => service.State is not (ServiceState.Ended or ServiceState.Declined or ServiceState.Cancelled))
            .Select(service => service.Reference)
            .ToHashSet(StringComparer.Ordinal);
        var byCode = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var resource in resources.All)
        {
            if (!running.Contains(resource.Reference)) continue;
            foreach (var code in ServiceCodes(resource))
            {
                if (!byCode.TryGetValue(code, out var references)) byCode[code] = references = [];
                references.Add(resource.Reference);
            }
        }

        return
        [
            .. from pair in pairs
               let first = pair.First.SelectMany(code => byCode.GetValueOrDefault(code) ?? []).ToList()
               let second = pair.Second.SelectMany(code => byCode.GetValueOrDefault(code) ?? []).ToList()
               where first.Count > 0 && second.Count > 0
               select new PlanWarning(pair.Forbidden, pair.Text, [.. first.Concat(second).Distinct(StringComparer.Ordinal)]),
        ];
    }

    private static IEnumerable<string> ServiceCodes(PlanResource resource)
    {
        if (resource.Type == "ServiceRequest")
        {
            if (Codes.In(resource.Root["code"], Codes.ServiceType) is { } code) yield return code;
            yield break;
        }

        foreach (var activity in resource.Root.Children("activity").ToArray())
        {
            if (Codes.In(activity["detail"]["code"], Codes.ServiceType) is { } code) yield return code;
        }
    }
}
