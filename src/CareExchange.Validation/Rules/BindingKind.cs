namespace CareExchange.Validation.Rules;

/// <summary>How strictly a binding holds.</summary>
internal enum BindingKind
{
    /// <summary>Codes outside are an error.</summary>
    Required,

    /// <summary>The outermost bound of a weaker binding: codes outside are an error.</summary>
    Maximum,

    /// <summary>Codes outside are a warning, because only a missing concept excuses them.</summary>
    Extensible,

    /// <summary>Codes outside are a remark.</summary>
    Preferred,
}
