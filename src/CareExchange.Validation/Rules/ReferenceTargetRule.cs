using System.Buffers;
using System.Collections.Frozen;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>A reference points at a type of resource that the element permits (R4 references.html), as far as its own text says.</summary>
/// <remarks>Nothing is resolved outside the document: <c>Patient/1</c>, an absolute URL that ends so, and <c>#id</c> tell their type; others do not.</remarks>
internal sealed class ReferenceTargetRule : Rule
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly FrozenSet<string> _resources;
    private readonly FrozenSet<string>? _targets;
    private readonly string _permitted;

    /// <summary>Permits some types, or all.</summary>
    /// <param name="targets">Names of the permitted types; empty permits every resource.</param>
    /// <param name="resources">Names of all resource types.</param>
    public ReferenceTargetRule(IReadOnlyCollection<string> targets, FrozenSet<string> resources)
    {
        _resources = resources;
        _targets = targets.Count == 0 ? null : targets.ToFrozenSet(StringComparer.Ordinal);
        _permitted = targets.Count == 0 ? "any resource" : string.Join(" | ", targets);
    }

    /// <inheritdoc/>
    public override string ToString() => $"target: {_permitted}";

    internal override void Check(Element element, ValidationRun run)
    {
        var literal = element["reference"];
        Span<char> buffer = stackalloc char[256];
        var reference = ElementText.Read(literal, buffer);
        if (reference is ['#', .. var id])
        {
            CheckContained(literal, id, run);
            return;
        }

        var name = TypeOf(reference);
        if (name.IsEmpty) return;
        if (_resources.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name)) CheckType(literal, name, run);
        else if (reference.IndexOf("://") < 0) run.Report(literal, Unknown(name));
        else return;

        Span<char> typeBuffer = stackalloc char[64];
        var said = ElementText.Read(element["type"], typeBuffer);
        if (!said.IsEmpty && !said.SequenceEqual(name)) run.Report(element["type"], Contradiction(name, said));
    }

    private void CheckContained(Element literal, ReadOnlySpan<char> id, ValidationRun run)
    {
        // A bare '#' speaks of the resource around.
        if (id.IsEmpty)
        {
            CheckType(literal, run.RootResource.TypeName, run);
            return;
        }

        if (run.FindContained(id) is { Exists: true } contained)
        {
            CheckType(literal, contained.TypeName, run);
            return;
        }

        run.Report(literal, Issue.Error("not-found", "reference-contained", "There is no contained resource with this id.", "이 id를 가진 내부 리소스(contained)가 없습니다.") with
        {
            Expected = "the id of a contained resource",
            Found = $"#{id}",
        });
    }

    private void CheckType(Element literal, ReadOnlySpan<char> name, ValidationRun run)
    {
        if (_targets is not { } targets || targets.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name)) return;
        run.Report(literal, Issue.Error("value", "reference-target", "The reference points at a type that is not permitted here.", "이 항목에서 참조할 수 없는 리소스 유형입니다.") with
        {
            Expected = _permitted,
            Found = name.ToString(),
        });
    }

    private static Issue Unknown(ReadOnlySpan<char> name) =>
        Issue.Error("value", "reference-type", "The reference names no resource type of R4.", "참조에 R4의 리소스 유형이 아닌 이름이 있습니다.") with
        {
            Expected = "Type/id",
            Found = name.ToString(),
        };

    private static Issue Contradiction(ReadOnlySpan<char> name, ReadOnlySpan<char> said) =>
        Issue.Error("value", "reference-type", "Reference.type and the reference speak of different types.", "Reference.type과 참조 주소의 유형이 다릅니다.") with
        {
            Expected = name.ToString(),
            Found = said.ToString(),
        };

    // [base/]Type/id[/_history/version]; anything else names no type.
    private static ReadOnlySpan<char> TypeOf(ReadOnlySpan<char> path)
    {
        if (path.IndexOfAny('?', '#') >= 0) return default;
        if (path.IndexOf("/_history/") is >= 0 and var history) path = path[..history];
        var slash = path.LastIndexOf('/');
        if (slash <= 0 || slash == path.Length - 1) return default;
        var name = path[..slash];
        name = name[(name.LastIndexOf('/') + 1)..];
        return name is [>= 'A' and <= 'Z', ..] && !name.ContainsAnyExcept(Letters) ? name : default;
    }
}
