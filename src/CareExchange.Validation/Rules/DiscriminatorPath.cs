using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>The restricted FHIRPath of a discriminator (R4 profiling.html#discriminator): names, <c>extension(url)</c>, <c>resolve()</c>, <c>ofType(type)</c>.</summary>
internal sealed class DiscriminatorPath
{
    private readonly Step[] _steps;
    private readonly string _text;

    private DiscriminatorPath(string text, Step[] steps)
    {
        _text = text;
        _steps = steps;
    }

    /// <summary>What one step does.</summary>
    public enum StepKind
    {
        /// <summary>To the children of a name.</summary>
        Child,

        /// <summary>To the extensions with a URL.</summary>
        Extension,

        /// <summary>To the target of a reference.</summary>
        Resolve,

        /// <summary>Stays where the type is the named one.</summary>
        OfType,
    }

    /// <summary>The steps in order; none for <c>$this</c>.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>True where the path ends at the target of a reference.</summary>
    public bool EndsAtTarget => _steps is [.., { Kind: StepKind.Resolve }];

    /// <summary>Reads a path; null for one that is no discriminator.</summary>
    public static DiscriminatorPath? Parse(string text)
    {
        var steps = new List<Step>();
        var rest = text.AsSpan().Trim();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny('.', '(');
            var name = (end < 0 ? rest : rest[..end]).Trim().ToString();
            string? argument = null;
            if (end >= 0 && rest[end] == '(')
            {
                var close = rest.IndexOf(')');
                if (close < 0) return null;
                argument = rest[(end + 1)..close].Trim().Trim("'\"").ToString();
                rest = rest[(close + 1)..].TrimStart();
                if (!rest.IsEmpty && rest[0] != '.') return null;
                rest = rest.IsEmpty ? rest : rest[1..];
            }
            else
            {
                rest = end < 0 ? default : rest[(end + 1)..];
            }

            if (name == "$this" && argument is null) continue;
            StepKind? kind = (name, argument) switch
            {
                ("extension", { Length: > 0 }) => StepKind.Extension,
                ("resolve", "") => StepKind.Resolve,
                ("ofType" or "as", { Length: > 0 }) => StepKind.OfType,
                (_, null) when name.Length > 0 => StepKind.Child,
                _ => null,
            };
            if (kind is not { } known) return null;
            steps.Add(new(known, argument is { Length: > 0 } ? argument : name));
        }

        return new(text, [.. steps]);
    }

    /// <summary>Whether a test holds of anything the path leads to.</summary>
    public bool Any(Element element, ValidationRun run, Func<Element, ValidationRun, bool> test) => Any(element, 0, run, test);

    /// <summary>The type that the text of a reference names at the end of the path, where its target is not to be had; null where it names none.</summary>
    public string? TypeOfMissingTarget(Element element, ValidationRun run)
    {
        if (!EndsAtTarget) return null;
        string? type = null;
        Any(element, 0, _steps.Length - 1, run, (reference, _) =>
        {
            type ??= ReferenceText.TypeName(reference["reference"].Text ?? reference.Text, run.Schema) ?? reference["type"].Text;
            return type is not null;
        });
        return type;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private bool Any(Element element, int at, ValidationRun run, Func<Element, ValidationRun, bool> test) => Any(element, at, _steps.Length, run, test);

    private bool Any(Element element, int at, int end, ValidationRun run, Func<Element, ValidationRun, bool> test)
    {
        if (at == end) return test(element, run);
        var step = _steps[at];
        switch (step.Kind)
        {
            case StepKind.OfType:
                return element.TypeName == step.Name && Any(element, at + 1, end, run, test);
            case StepKind.Resolve:
                if ((element["reference"].Text ?? element.Text) is not { Length: > 0 } reference || run.Resolve(reference).Frame is not { } frame) return false;
                var outer = run.Enter(frame);
                var holds = Any(frame.Resource, at + 1, end, run, test);
                run.Leave(outer);
                return holds;
            case StepKind.Extension:
                foreach (var extension in element.Children("extension"))
                    if (extension["url"].Text == step.Name && Any(extension, at + 1, end, run, test)) return true;
                return false;
            default:
                return AnyChild(element, at, end, run, test);
        }
    }

    private bool AnyChild(Element element, int at, int end, ValidationRun run, Func<Element, ValidationRun, bool> test)
    {
        var holds = false;
        run.Push(element);
        foreach (var child in element.Children(_steps[at].Name))
            if (holds = Any(child, at + 1, end, run, test)) break;
        run.Pop();
        return holds;
    }

    /// <summary>One step.</summary>
    /// <param name="Kind">What it does.</param>
    /// <param name="Name">The child's name, the extension's URL, or the type.</param>
    public readonly record struct Step(StepKind Kind, string Name);
}
