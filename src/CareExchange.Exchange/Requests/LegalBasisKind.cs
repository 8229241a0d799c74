namespace CareExchange.Exchange.Requests;

/// <summary>On what ground personal data moves. A statutory ground is never silently upgraded to consent.</summary>
public enum LegalBasisKind
{
    /// <summary>The person (or a representative) agreed.</summary>
    Consent,

    /// <summary>An article of a law allows or demands it.</summary>
    Statute,

    /// <summary>An official acts for a person who cannot apply (Act 10②, Decree 4).</summary>
    ExOfficio,

    /// <summary>Life or body is at risk and the person cannot be asked.</summary>
    Emergency,

    /// <summary>The asking organisation contributed the data itself, or the person reads the own record.</summary>
    OwnRecord,

    /// <summary>The operator of the gateway, entrusted (PIPA 26), without access to persons.</summary>
    Operator,
}
