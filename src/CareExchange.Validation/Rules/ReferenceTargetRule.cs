using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>A reference points at a type of resource that the element permits (R4 references.html).</summary>
/// <remarks>
/// A target in the document is looked at. What <c>Patient/1</c> or a URL that ends so tell about one elsewhere is an error only where
/// the caller takes such references at their word; otherwise it is said as a warning.
/// </remarks>
internal sealed class ReferenceTargetRule : Rule
{
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
        if (reference.IsEmpty) return;
        string? found;
        if (reference is ['#', .. var id]) found = CheckContained(literal, id, run);
        else if (IsFound(literal, reference, run, out found)) CheckType(literal, found, IssueSeverity.Error, run);
        else CheckText(literal, reference, run);
        CheckStatedType(element["type"], found is null ? ReferenceText.TypePart(reference) : found.AsSpan(), run);
    }

    // Alone in its document, and with nobody to ask, a resource has only the text of its references.
    private static bool IsFound(Element literal, ReadOnlySpan<char> reference, ValidationRun run, [NotNullWhen(true)] out string? type)
    {
        type = null;
        var source = run.Options.References == ReferencePolicy.Ignore ? null : run.Source;
        if (run.Frame is not { } frame || (frame.Root.Outer is null && source is null)) return false;
        var text = reference.ToString();
        var target = ReferenceResolver.Resolve(text, frame, source);
        BundleReferences.Check(literal, text, frame, target, run);
        if (target.Frame is null)
        {
            if (run.Options.References is ReferencePolicy.CheckExists or ReferencePolicy.CheckExistsAndType or ReferencePolicy.CheckValid && !IsExample(text, run))
                run.Report(literal, NotFound(text));
            return false;
        }

        var isJudged = target.Place != ReferencePlace.Remote || run.Options.References != ReferencePolicy.CheckExists;
        type = isJudged ? target.Resource.TypeName : null;
        return type is not null;
    }

    private string? CheckContained(Element literal, ReadOnlySpan<char> id, ValidationRun run)
    {
        // A bare '#' speaks of the resource around.
        var target = id.IsEmpty ? run.RootResource : run.FindContained(id);
        if (target.Exists)
        {
            CheckType(literal, target.TypeName, IssueSeverity.Error, run);
            return target.TypeName;
        }

        run.Report(literal, Issue.Error("not-found", "reference-contained", "There is no contained resource with this id.", "이 id를 가진 내부 리소스(contained)가 없습니다.") with
        {
            Expected = "the id of a contained resource",
            Found = $"#{id}",
        });
        return null;
    }

    private void CheckText(Element literal, ReadOnlySpan<char> reference, ValidationRun run)
    {
        var name = ReferenceText.TypePart(reference);
        if (name.IsEmpty) return;
        var severity = run.Options.AssumesValidRestReferences ? IssueSeverity.Error : IssueSeverity.Warning;
        if (_resources.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name)) CheckType(literal, name, severity, run);
        else if (reference.IndexOf("://") < 0) run.Report(literal, Unknown(name, severity));
    }

    private void CheckType(Element literal, ReadOnlySpan<char> name, IssueSeverity severity, ValidationRun run)
    {
        if (_targets is not { } targets || targets.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name)) return;
        run.Report(literal, Issue.Error("value", "reference-target", "The reference points at a type that is not permitted here.", "이 항목에서 참조할 수 없는 리소스 유형입니다.") with
        {
            Severity = severity,
            Expected = _permitted,
            Found = name.ToString(),
        });
    }

    private void CheckStatedType(Element stated, ReadOnlySpan<char> name, ValidationRun run)
    {
        Span<char> buffer = stackalloc char[128];
        var said = ElementText.Read(stated, buffer);
        if (said.IsEmpty) return;
        if (!said.SequenceEqual(name) && _resources.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name)) run.Report(stated, Contradiction(name, said));
        else if (_targets is { } targets && !targets.GetAlternateLookup<ReadOnlySpan<char>>().Contains(said)) CheckType(stated, said, IssueSeverity.Error, run);
    }

    private static bool IsExample(string reference, ValidationRun run) =>
        run.Options.AllowsExamples && (reference.Contains("example.org", StringComparison.Ordinal) || reference.Contains("acme.com", StringComparison.Ordinal));

    private static Issue NotFound(string reference) =>
        Issue.Error("not-found", "reference-unresolved", "The target of the reference is not to be had.", "참조 대상을 찾을 수 없습니다.") with { Found = reference };

    private static Issue Unknown(ReadOnlySpan<char> name, IssueSeverity severity) =>
        new Issue(severity, "value", "reference-type", "The reference names no resource type of R4.", "참조에 R4의 리소스 유형이 아닌 이름이 있습니다.") with
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
}
