/** A tag that is dragged onto contacts. */
export const tagType = 'application/x-contactoffice-tag';

export function dragTag(event: DragEvent, id: string, name: string): void {
  event.dataTransfer?.clearData();
  event.dataTransfer?.setData(tagType, id);
  event.dataTransfer?.setData('text/plain', name);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'link';
}

/** Shows where something of a kind may be dropped, and hands over the drop. */
export function dropTarget(type: string, drop: (data: string) => void) {
  return (element: HTMLElement): (() => void) => {
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes(type) ?? false;
    const over = (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'link';
      element.classList.add('dropping');
    };
    const leave = (event: DragEvent) => {
      if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) element.classList.remove('dropping');
    };
    const dropped = (event: DragEvent) => {
      element.classList.remove('dropping');
      if (!carries(event)) return;
      event.preventDefault();
      drop(event.dataTransfer?.getData(type) ?? '');
    };
    element.addEventListener('dragenter', over);
    element.addEventListener('dragover', over);
    element.addEventListener('dragleave', leave);
    element.addEventListener('drop', dropped);
    return () => {
      element.removeEventListener('dragenter', over);
      element.removeEventListener('dragover', over);
      element.removeEventListener('dragleave', leave);
      element.removeEventListener('drop', dropped);
    };
  };
}
