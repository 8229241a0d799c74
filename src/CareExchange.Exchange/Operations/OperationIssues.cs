using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary>What is said of requests for operations that cannot be carried out.</summary>
public static class OperationIssues
{
    /// <summary>There is no such operation at this address.</summary>
    public static Issue Unknown(OperationTarget target, IEnumerable<string> known) =>
        Issue.Error("not-found", "operation-unknown", "There is no such operation at this address.", "이 주소에서는 제공하지 않는 작업입니다.") with { Expected = string.Join(", ", known), Found = target.Name };

    /// <summary>GET was used where something would change.</summary>
    public static Issue OnlyPost(OperationTarget target) =>
        Issue.Error("not-supported", "method-not-allowed", "The operation changes something: it is asked for by POST.", "상태를 바꾸는 작업이므로 POST로만 요청할 수 있습니다.") with { Expected = "POST", Found = target.Name };

    /// <summary>The definition has no such parameter.</summary>
    public static Issue UnknownParameter(string where, string name, IEnumerable<string> known) =>
        Issue.Error("not-supported", "operation-parameter-unknown", "The operation has no such parameter.", "이 작업에 없는 매개변수입니다.") with { Expression = where, Expected = string.Join(", ", known), Found = name };

    /// <summary>A parameter stands more often than the definition allows.</summary>
    public static Issue Repeated(string where, string name, int max) =>
        Issue.Error("invalid", "operation-parameter-repeated", "The parameter stands more often than it may.", "매개변수가 허용된 횟수를 넘었습니다.") with { Expression = where, Expected = $"{name} at most {max} times" };

    /// <summary>A parameter that is needed is not there.</summary>
    public static Issue Missing(string name) =>
        Issue.Error("required", "operation-parameter-missing", "A parameter that the operation needs is not there.", "필요한 매개변수가 없습니다.") with { Expression = "Parameters", Expected = name };

    /// <summary>A parameter is of another type.</summary>
    public static Issue WrongType(string where, string expected, string found) =>
        Issue.Error("structure", "operation-parameter-type", "The parameter is not of the type that the definition gives it.", "매개변수의 유형이 정의와 다릅니다.") with { Expression = where, Expected = expected, Found = found };

    /// <summary>A value is not written as its type is.</summary>
    public static Issue WrongValue(string where, string expected) =>
        Issue.Error("value", "operation-parameter-value", "The value of the parameter cannot be understood.", "매개변수의 값을 이해할 수 없습니다.") with { Expression = where, Expected = expected };

    /// <summary>The body is no input of this operation.</summary>
    public static Issue WrongBody(string expected, string? found) =>
        Issue.Error("structure", "operation-body", "The body is no input of this operation.", "본문이 이 작업의 입력이 아닙니다.") with { Expected = expected, Found = found };
}
