// Ways of an article onto the desk, other than typing: pasted, dropped, read from a file or an address.

import { call } from "./api.js";
import { byId } from "./dom.js";
import { articleOf, isSource } from "./pasted.js";

const LARGEST = 10_000_000; // bytes; the service refuses more

export class Intake {
  /** `take(article)`, `reading(name)`, `failed(error)` are told; `isFree()` says whether an article may be replaced. */
  constructor(told) {
    Object.assign(this, told);
    const [open, file, sheet, fetching] = [byId("open"), byId("file"), document.querySelector(".sheet"), byId("fetch")];
    document.addEventListener("paste", (event) => this.#pasted(event));
    open.addEventListener("click", () => file.click());
    file.addEventListener("change", () => {
      if (file.files.length) this.#readFile(file.files[0]);
      file.value = "";
    });
    document.addEventListener("dragover", (event) => {
      if (event.target.closest?.("input")) return;
      event.preventDefault();
      sheet.classList.add("target");
    });
    for (const end of ["dragleave", "dragend", "drop"]) document.addEventListener(end, () => sheet.classList.remove("target"));
    document.addEventListener("drop", (event) => this.#dropped(event));
    fetching.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#readAddress(byId("address").value);
    });
    call("/api/read").then(({ hosts }) => {
      fetching.hidden = hosts.length === 0;
      byId("address").title = `Sites permis : ${hosts.join(", ")}`;
    }, () => {}); // a service that says nothing reads no address
  }

  #pasted(event) {
    const { target, clipboardData } = event;
    const isInArticle = target === byId("title") || target === byId("text");
    if (target.closest?.("input, select, dialog")) return;
    const text = clipboardData.getData("text/plain");
    if (!text && clipboardData.files.length) {
      event.preventDefault();
      this.#readFile(clipboardData.files[0]);
    } else if (text.trim() && !(isInArticle && !this.isFree())) {
      event.preventDefault();
      this.#takeText(text);
    }
  }

  #dropped(event) {
    const { files } = event.dataTransfer;
    const text = event.dataTransfer.getData("text/plain");
    if (event.target.closest?.("input") || (!files.length && !text.trim())) return;
    if (!files.length && event.target.closest?.("textarea") && !this.isFree()) return;
    event.preventDefault();
    if (files.length) this.#readFile(files[0]);
    else this.#takeText(text);
  }

  #takeText(text) {
    if (isSource(text)) this.#readFile(new File([text], "page.html", { type: "text/html" }));
    else this.take(articleOf(text));
  }

  #readFile(file) {
    if (file.size > LARGEST) {
      this.failed(new Error(`« ${file.name} » dépasse 10 Mo. Copiez-en le texte, et collez-le ici.`));
      return;
    }
    const form = new FormData();
    form.append("file", file, file.name);
    this.#read(file.name, call("/api/read", { form }));
  }

  #readAddress(address) {
    this.#read(address, call("/api/read-address", { json: { address } }));
  }

  async #read(name, answer) {
    this.reading(name);
    try {
      const { title, text, date } = await answer;
      this.take({ title, text, date: date ?? "" });
    } catch (error) {
      this.failed(error);
    }
  }
}
