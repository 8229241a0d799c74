using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>The R4 additions that look at one element (R4 fhirpath.html#functions).</summary>
internal static class FhirAdditions
{
    public static readonly Function[] Functions =
    [
        new("extension", 1, 1, Extension),
        new("hasExtension", 1, 1, HasExtension),
        new("hasValue", 0, 0, static (in scope, input, call, output) =>
            output.Add(input.Count == 1 && (input[0].IsElement ? input[0].Element.IsPrimitive && input[0].Element.HasValue : input[0].Exists))),
        new("getValue", 0, 0, static (in scope, input, call, output) =>
        {
            if (input.Count == 1 && (!input[0].IsElement || input[0].Element.IsPrimitive) && input[0].Value is { } value) output.Add(PathItem.OfValue(value));
        }),
        new("htmlChecks", 0, 0, static (in scope, input, call, output) =>
        {
            if (call.SingleText(scope, input, out var xhtml)) output.Add(Narrative.IsAllowed(xhtml));
        }),
        new("memberOf", 1, 1, static (in scope, input, call, output) =>
        {
            if (call.Single(scope, input, out var item)
                && call.Text(scope, 0, out var valueSet)
                && scope.Run.Context.Host?.MemberOf(item, valueSet) is { } answer)
            {
                output.Add(answer);
            }
        }),
        new("conformsTo", 1, 1, ConformsTo),
    ];

    private static void Extension(in Scope scope, Items input, Call call, Items output)
    {
        if (!call.Text(scope, 0, out var url)) return;
        foreach (ref readonly var item in input.Span)
        {
            if (!item.IsElement) continue;
            foreach (var extension in item.Element.Children("extension"))
            {
                if (!scope.Run.Spend(call.Offset)) return;
                if (extension["url"].Text == url) output.Add(new PathItem(extension));
            }
        }
    }

    private static void HasExtension(in Scope scope, Items input, Call call, Items output)
    {
        var found = scope.Run.Rent();
        Extension(scope, input, call, found);
        output.Add(found.Count > 0);
        scope.Run.Return(found);
    }

    // The host knows profiles; without one, a base type is decided by the definitions at hand.
    private static void ConformsTo(in Scope scope, Items input, Call call, Items output)
    {
        if (!call.Single(scope, input, out var item) || !call.Text(scope, 0, out var profile) || !item.IsElement) return;
        if ((scope.Run.Context.Host?.ConformsTo(item.Element, profile) ?? ConformsToType(item.Element, profile)) is { } answer)
        {
            output.Add(answer);
            return;
        }

        scope.Run.Fail(call.Offset, "not-found", "fhirpath-unresolved", "the profile of conformsTo() is not known.", "conformsTo()의 프로파일을 알 수 없습니다.", found: profile);
    }

    private static bool? ConformsToType(Element element, string profile) =>
        element.Document.Schema.FindType(profile) is { IsConstraint: false } type ? element.Type?.IsA(type.TypeName) : null;
}
