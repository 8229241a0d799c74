namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>The R4 additions that ask definitions and terminologies (R4 fhirpath.html#functions); what they ask is answered by the host.</summary>
internal static class DefinitionFunctions
{
    public static readonly Function[] Functions =
    [
        new("subsumes", 1, 1, static (in scope, input, call, output) => Subsumes(scope, input, call, output, isTurned: false)),
        new("subsumedBy", 1, 1, static (in scope, input, call, output) => Subsumes(scope, input, call, output, isTurned: true)),
        new("elementDefinition", 0, 0, ElementDefinition),
        new("slice", 2, 2, Slice),
        new("checkModifiers", 1, 1, CheckModifiers),
    ];

    private static void Subsumes(in Scope scope, Items input, Call call, Items output, bool isTurned)
    {
        if (!call.Single(scope, input, out var item) || !call.One(scope, 0, out var other)) return;
        var (general, specific) = isTurned ? (other, item) : (item, other);
        if (scope.Run.Context.Host?.Subsumes(general, specific) is { } answer) output.Add(answer);
    }

    // Where nobody brought the StructureDefinition as a resource, there is no element to give.
    private static void ElementDefinition(in Scope scope, Items input, Call call, Items output)
    {
        foreach (ref readonly var item in input.Span)
        {
            if (!scope.Run.Spend(call.Offset)) return;
            if (item.IsElement && scope.Run.Context.Host?.ElementDefinition(item.Element) is { Exists: true } definition) output.Add(new PathItem(definition));
        }
    }

    private static void Slice(in Scope scope, Items input, Call call, Items output)
    {
        if (!call.Text(scope, 0, out var structure) || !call.Text(scope, 1, out var name)) return;
        foreach (ref readonly var item in input.Span)
        {
            if (!scope.Run.Spend(call.Offset) || !item.IsElement) continue;
            switch (scope.Run.Context.Host?.IsInSlice(item.Element, structure, name))
            {
                case true:
                    output.Add(item);
                    break;
                case null:
                    scope.Run.Fail(call.Offset, "not-found", "fhirpath-unresolved", "the slice of slice() is not known.", "slice()의 슬라이스를 알 수 없습니다.", found: $"{structure}:{name}");
                    return;
            }
        }
    }

    private static void CheckModifiers(in Scope scope, Items input, Call call, Items output)
    {
        var allowed = scope.Run.Rent();
        call.Argument(scope, 0, allowed);
        foreach (ref readonly var item in input.Span)
        {
            if (!item.IsElement) continue;
            foreach (var extension in item.Element.Children("modifierExtension"))
            {
                if (!scope.Run.Spend(call.Offset)) break;
                var url = extension["url"].Text;
                if (!IsAllowed(allowed, url)) scope.Run.Fail(call.Offset, "business-rule", "fhirpath-modifier", "a modifier extension stands there that is not among those given.", "허용된 것 이외의 수정 확장(modifierExtension)이 있습니다.", found: url);
            }
        }

        foreach (ref readonly var item in input.Span) output.Add(item);
        scope.Run.Return(allowed);
    }

    private static bool IsAllowed(Items allowed, string? url)
    {
        foreach (ref readonly var item in allowed.Span)
            if (item.Text == url) return true;
        return false;
    }
}
