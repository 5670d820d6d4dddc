namespace ContactOffice.GrainInterfaces;

/// <summary>What the protocol room knows of pictures, and a device's grain has to: it takes nothing from a contact that the device was never sent.</summary>
public interface IPhonePictures
{
    /// <summary>Whether phones are sent this one, as it is or made smaller.</summary>
    Task<bool> CanShow(byte[] picture);
}
