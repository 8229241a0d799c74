using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>One discriminator as one slice fills it in: what holds of an element of the slice.</summary>
/// <param name="path">From the sliced element to what is looked at.</param>
internal abstract class SliceCriterion(DiscriminatorPath path)
{
    /// <summary>From the sliced element to what is looked at.</summary>
    protected DiscriminatorPath Path => path;

    /// <summary>Whether it holds of an element.</summary>
    public abstract bool Holds(Element element, ValidationRun run);

    /// <summary>What stands there instead, for messages; null where nothing does.</summary>
    public virtual string? FoundIn(Element element, ValidationRun run)
    {
        string? text = null;
        path.Any(element, run, (found, _) =>
        {
            text = found.Text ?? found["code"].Text ?? found["coding"]["code"].Text ?? found.TypeName;
            return true;
        });
        return text;
    }

    /// <summary>What holds, in the words of the profile.</summary>
    public abstract override string ToString();
}
