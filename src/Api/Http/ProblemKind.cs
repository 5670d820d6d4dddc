namespace ContactOffice.Api.Http;

/// <summary>What can hinder a request. The code is stable: clients decide by it.</summary>
public sealed record ProblemKind(string Code, int Status, string Title)
{
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is no such item");
    public static readonly ProblemKind Forbidden = new("forbidden", 403, "This is not allowed to you");
    public static readonly ProblemKind Unauthenticated = new("unauthenticated", 401, "Sign in first");
    public static readonly ProblemKind WrongCredentials = new("wrong-credentials", 401, "The user name or the password is wrong");
    public static readonly ProblemKind Stale = new("stale", 412, "The item changed since it was read");
    public static readonly ProblemKind UidTaken = new("uid-taken", 409, "Another contact of the book has this UID");
    public static readonly ProblemKind Invalid = new("invalid", 422, "The request holds something that cannot be used");
    public static readonly ProblemKind Malformed = new("malformed", 400, "The request cannot be read");
    public static readonly ProblemKind NameTaken = new("name-taken", 409, "The name is in use");
    public static readonly ProblemKind KeyTaken = new("key-taken", 409, "The idempotency key is in use");
    public static readonly ProblemKind QuotaExceeded = new("quota-exceeded", 403, "The limit of the plan is reached");
    public static readonly ProblemKind HorizonPassed = new("horizon-passed", 410, "The change log does not reach back that far");
    public static readonly ProblemKind Throttled = new("throttled", 429, "Too many failures");
    public static readonly ProblemKind CrossSite = new("csrf", 403, "The request may come from another site");
    public static readonly ProblemKind TooLarge = new("too-large", 413, "The request body is too large");
    public static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", 415, "The content type is not understood here");
    public static readonly ProblemKind NotAcceptable = new("not-acceptable", 406, "The item cannot be given in the asked form");
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "This cannot be done here");
    public static readonly ProblemKind TimedOut = new("timed-out", 408, "The request body did not arrive in time");
    public static readonly ProblemKind Fault = new("fault", 500, "The server failed");
}
