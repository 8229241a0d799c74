using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1, 5.8.</summary>
internal static class Tree
{
    public static readonly Function[] Functions =
    [
        new("children", 0, 0, static (in scope, input, call, output) =>
        {
            foreach (ref readonly var item in input.Span)
            {
                if (!item.IsElement) continue;
                foreach (var child in item.Element.Children())
                {
                    if (!scope.Run.Spend(call.Offset)) return;
                    output.Add(new PathItem(child));
                }
            }
        }),
        new("descendants", 0, 0, static (in scope, input, call, output) =>
        {
            foreach (ref readonly var item in input.Span)
            {
                if (item.IsElement) AddDescendants(scope.Run, item.Element, call.Offset, output);
            }
        }),
    ];

    // Documents are bounded in depth by their parser, so this recursion is too.
    private static void AddDescendants(Evaluation run, Element parent, int offset, Items output)
    {
        foreach (var child in parent.Children())
        {
            if (!run.Spend(offset)) return;
            output.Add(new PathItem(child));
            AddDescendants(run, child, offset, output);
        }
    }
}
