namespace CareExchange.Validation.Rules;

/// <summary>What is asked of a reference whose target is not in the document. Contained and bundled targets are always judged.</summary>
public enum ReferencePolicy
{
    /// <summary>Nothing: the target is somebody else's.</summary>
    Ignore,

    /// <summary>Where the target is to be had, it has a permitted type.</summary>
    CheckTypeIfExists,

    /// <summary>The target is to be had.</summary>
    CheckExists,

    /// <summary>The target is to be had and has a permitted type.</summary>
    CheckExistsAndType,

    /// <summary>The target is to be had and meets one of the permitted profiles.</summary>
    CheckValid,
}
