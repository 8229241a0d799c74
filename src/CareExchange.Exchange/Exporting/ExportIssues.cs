using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Exporting;

/// <summary>What is wrong with a request for an export.</summary>
internal static class ExportIssues
{
    public static Issue Unknown(string name) =>
        Issue.Error("not-supported", "export-parameter", "The parameter is not known.", "알 수 없는 매개변수입니다.") with { Found = name, Expected = "_outputFormat, _since, _until, _type, _typeFilter, _elements, patient, includeAssociatedData" };

    public static Issue Value(string name, string expected) =>
        Issue.Error("value", "export-value", $"The value of '{name}' cannot be understood.", $"'{name}'의 값을 이해할 수 없습니다.") with { Expected = expected };

    public static Issue TypeUnknown(string type) =>
        Issue.Error("not-supported", "export-type", "The resource type is not known.", "지원하지 않는 자원 종류입니다.") with { Found = type };

    public static Issue PatientMisplaced() =>
        Issue.Error("invalid", "export-patient", "'patient' is for a POST to Patient/$export or Group/[id]/$export.", "'patient'는 Patient/$export 또는 Group/[id]/$export의 POST에만 쓸 수 있습니다.");
}
