using CareExchange.Exchange.Operations;
using CareExchange.Fhir.Definitions;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>The guide defines the operations that are ours exactly as the gateway reads them.</summary>
[Collection(SharedDistrict.Name)]
public sealed class GuideOperationsTests(District district)
{
    private const string Own = "urn:careexchange:operation:";

    [Fact]
    public void Every_operation_of_ours_stands_in_the_guide_with_its_levels_and_parameters()
    {
        var offered = district.Room<OperationCatalog>().Entries.Select(entry => entry.Operation.Own).OfType<OperationDefinition>().ToArray();
        var defined = Schema.Guide.Operations.Where(definition => definition.Url.StartsWith(Own, StringComparison.Ordinal) && definition.Url != $"{Own}import").ToArray();

        Assert.True(offered.Length >= 7);
        Assert.Equal(offered.Select(Lines).Order(StringComparer.Ordinal), defined.Select(Lines).Order(StringComparer.Ordinal));
    }

    // $import has a door of its own, and is compared by name.
    [Fact]
    public void Import_stands_in_the_guide_as_well() => Assert.Contains(Schema.Guide.Operations, definition => definition.Url == $"{Own}import");

    private static string Lines(OperationDefinition definition) => string.Join('\n',
    [
        $"{definition.Url} ${definition.Code} {string.Join(' ', definition.Resources)} {definition.AffectsState} {definition.IsSystem}{definition.IsType}{definition.IsInstance}",
        .. definition.Parameters.Select(parameter => $"  {parameter.Name} {(parameter.IsOut ? "out" : "in")} {parameter.Min}..{parameter.Max} {parameter.Type}").Order(StringComparer.Ordinal),
    ]);
}
